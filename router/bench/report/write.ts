/** Puts the figures into router/bench/README.md, between its two marks, and draws chart.svg beside it. */
import { readFile, writeFile } from 'node:fs/promises'
import { describeMachine } from '../machine.ts'
import type { Measurements } from '../measure.ts'
import { reported } from '../operations.ts'
import type { Options } from '../options.ts'
import type { PeerKind } from '../peers/peer.ts'
import { chart, type Panel } from './chart.ts'
import { fanOutFigures, httpFigures, lastLine, memoryLine, memoryShares, ratios } from './summary.ts'
import { fanOutTable, httpTables, notes } from './table.ts'

const begin = '<!-- figures: written by npm run bench:router, do not edit -->'
const end = '<!-- end of figures -->'

export interface Report {
  measurements: Measurements
  peers: readonly PeerKind[]
  options: Options
}

export function figures({ measurements, peers, options }: Report): string {
  return [
    `Measured on ${describeMachine()}: medians of ${options.rounds} alternating rounds of ${options.seconds} s, ${options.connections} connections.`,
    httpTables(measurements, peers),
    '**Subscription fan-out**',
    fanOutTable(measurements, peers, options.clients),
    notes,
    `\`${memoryLine(memoryShares(measurements, options.clients))}\``,
    `\`${lastLine(ratios(measurements, options.clients))}\``,
  ].join('\n\n')
}

/** Replaces what is between the marks. Throws when a mark is missing rather than writing somewhere else. */
export function insertFigures(readme: string, text: string): string {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from === -1 || to < from) throw new Error('router/bench/README.md has lost the marks between which figures go.')
  return `${readme.slice(0, from + begin.length)}\n\n${text}\n\n${readme.slice(to)}`
}

export async function writeReport(report: Report): Promise<void> {
  const readme = new URL('../README.md', import.meta.url)
  await writeFile(readme, insertFigures(await readFile(readme, 'utf8'), figures(report)))
  await writeFile(new URL('../chart.svg', import.meta.url), chart(panels(report), describeMachine()))
}

function panels({ measurements, peers, options }: Report): Panel[] {
  const http = reported.map((operation) => ({
    title: operation.title,
    unit: 'requests a second',
    bars: bars(peers, (peer) => httpFigures(measurements, operation.name, peer.name)?.requestsPerSecond),
  }))
  const fanOut = options.clients.map((clients) => ({
    title: `Fan-out to ${clients.toLocaleString('en-GB')} subscribers`,
    unit: 'deliveries a second',
    bars: bars(peers, (peer) => {
      const measured = fanOutFigures(measurements, clients, peer.name)
      return typeof measured === 'object' ? measured.deliveriesPerSecond : undefined
    }),
  }))
  return [...http, ...fanOut].filter((panel) => panel.bars.length > 0)
}

function bars(peers: readonly PeerKind[], value: (peer: PeerKind) => number | undefined): Panel['bars'] {
  return peers.flatMap((peer) => {
    const measured = value(peer)
    return measured === undefined
      ? []
      : [{ label: peer.label, value: measured, ours: peer.name === 'this' || peer.name === 'thisCached' }]
  })
}
