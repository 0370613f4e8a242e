/** The figures as Markdown tables. */
import type { Measurements } from '../measure.ts'
import { reported } from '../operations.ts'
import type { PeerKind } from '../peers/peer.ts'
import { fanOutFigures, httpFigures } from './summary.ts'

export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const ruler = header.map((_, column) => (column === 0 ? '---' : '---:'))
  return [line(header), line(ruler), ...rows.map(line)].join('\n')
}

export function httpTables(measurements: Measurements, peers: readonly PeerKind[]): string {
  return reported
    .flatMap((operation) => {
      const rows = peers.flatMap((peer) => {
        const figures = httpFigures(measurements, operation.name, peer.name)
        if (!figures) return []
        return [
          [
            peer.label,
            count(figures.requestsPerSecond) + note(figures),
            percent(figures.spread),
            figures.p50Ms.toFixed(1),
            figures.p99Ms.toFixed(1),
            figures.cpuMsPerRequest.toFixed(2),
            figures.fetchesPerRequest === undefined ? '' : String(figures.fetchesPerRequest),
            count(figures.memoryMb),
          ],
        ]
      })
      if (rows.length === 0) return []
      const header = ['', 'requests/s', '±', 'p50 ms', 'p99 ms', 'CPU ms/request', 'fetches', 'memory MB']
      return [`**${operation.title}**\n\n${markdownTable(header, rows)}`]
    })
    .join('\n\n')
}

export function fanOutTable(
  measurements: Measurements,
  peers: readonly PeerKind[],
  clients: readonly number[],
): string {
  const rows = clients.flatMap((number) =>
    peers.flatMap((peer) => {
      const figures = fanOutFigures(measurements, number, peer.name)
      if (figures === undefined) return []
      if (typeof figures === 'string')
        return [[count(number), peer.label, `failed: ${oneLine(figures)}`, '', '', '', '', '']]
      return [
        [
          count(number),
          peer.label,
          count(figures.deliveriesPerSecond) + (figures.othersShare > disturbed ? ' ᵈ' : ''),
          percent(figures.spread),
          figures.p50Ms.toFixed(1),
          figures.p99Ms.toFixed(1),
          figures.cpuMicrosecondsPerDelivery.toFixed(1),
          count(figures.memoryMb),
        ],
      ]
    }),
  )
  const header = ['subscribers', '', 'deliveries/s', '±', 'p50 ms', 'p99 ms', 'CPU µs/delivery', 'memory MB']
  return markdownTable(header, rows)
}

/** Shares of a core above which a figure carries a note. */
const disturbed = 0.05
const saturated = 0.95

function note({
  othersShare,
  loadShare,
  routerShare,
}: {
  othersShare: number
  loadShare: number
  routerShare: number
}) {
  if (othersShare > disturbed) return ' ᵈ'
  return loadShare > saturated && routerShare < saturated ? ' ˡ' : ''
}

export const notes =
  "ᵈ disturbed: other work took more than 5 % of the router's core. ˡ the load generator and the subgraphs, not the router, were at their limit: the router can do more."

function count(value: number): string {
  return Math.round(value).toLocaleString('en-GB')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 120)
}
