/** Puts the figures into the README beside this, between its two marks, and draws chart.svg. */
import { readFile, writeFile } from 'node:fs/promises'
import { describeMachine } from '@cma/router/bench/machine'
import { chart, type Panel } from '@cma/router/bench/report/chart'
import { markdownTable } from '@cma/router/bench/report/table'
import {
  costOfPolling,
  deliveryFigures,
  lastLine,
  pollingFigures,
  stagesOf,
  workFigures,
  type Measured,
} from './figures.ts'
import type { Options } from './options.ts'

const begin = '<!-- figures: written by npm run bench:alerts, do not edit -->'
const end = '<!-- end of figures -->'

export function figuresInWords(measured: Measured, { rounds, messages }: Options): string {
  return [
    `Measured on ${describeMachine()}: medians of ${rounds} alternating rounds of ${messages} messages.`,
    '**From the commit to the screen**',
    deliveryTable(measured),
    '**Where the time goes**, milliseconds of the median alert',
    stagesTable(measured),
    '**What it costs to ask instead**',
    pollingTable(measured),
    '**Ledger and engine, on one core with their database**',
    engineTable(measured),
    `\`${lastLine(measured)}\``,
  ].join('\n\n')
}

function deliveryTable({ deliveries, polling }: Measured): string {
  const asking = pollingFigures(polling)
  const rows = deliveries.flatMap(({ subscribers, people, product, redis }) => {
    const [ours, floor] = [deliveryFigures(product), deliveryFigures(redis)]
    const row = (label: string, figures: typeof ours, times: string) => [
      count(subscribers),
      count(people),
      label,
      figures.p50.toFixed(1),
      figures.p99.toFixed(1),
      `${Math.round(figures.spread * 100)} %`,
      times,
      figures.cpuMs.toFixed(0),
      count(figures.memoryMb),
    ]
    return [row('alert', ours, (ours.p99 / floor.p99).toFixed(1)), row('Redis publish', floor, '1')]
  })
  const polled = [
    count(polling.pollers),
    '',
    `asking every ${polling.everyMs / 1_000} s`,
    count(asking.p50),
    count(asking.p99),
  ]
  const header = ['sockets', 'people', '', 'p50 ms', 'p99 ms', '±', 'times Redis', 'CPU ms', 'memory MB']
  return markdownTable(header, [...rows, [...polled, '', '', '', '']])
}

function stagesTable({ deliveries }: Measured): string {
  const rows = deliveries.map(({ subscribers, product }) => {
    const { seal, raise, firstSocket, allSockets } = stagesOf(product)
    return [count(subscribers), ...[seal, raise, firstSocket, allSockets].map((ms) => ms.toFixed(1))]
  })
  return markdownTable(['sockets', 'until sealed', 'until raised', 'until the first socket', 'until the last'], rows)
}

function pollingTable({ deliveries, polling }: Measured): string {
  const { cpuMs, statements } = pollingFigures(polling)
  const measured = [count(polling.pollers), cpuMs.toFixed(0), statements.toFixed(1)]
  const rows = [polling.pollers, ...deliveries.map(({ subscribers }) => subscribers)].map((devices, index) => {
    const cost = costOfPolling(devices, polling)
    const label = index === 0 ? `${count(devices)}, measured` : `${count(devices)}, worked out`
    return [label, ...measured.slice(1), cost.cores.toFixed(2), count(cost.statements)]
  })
  const header = ['devices', 'CPU ms a question', 'statements a question', 'cores busy', 'statements a second']
  return markdownTable(header, rows)
}

function engineTable({ engine: { sealed, taken, mornings } }: Measured): string {
  const row = (label: string, rounds: typeof sealed) => {
    const { count: number, seconds, perSecond, statements, statementsEach, alerts } = workFigures(rounds)
    return [
      label,
      count(number),
      seconds.toFixed(1),
      count(perSecond),
      count(statements),
      statementsEach.toFixed(3),
      count(alerts),
    ]
  }
  const header = ['', 'number', 'seconds', 'a second', 'statements', 'statements each', 'alerts']
  return markdownTable(header, [
    row('events sealed', sealed),
    row('events taken by the engine', taken),
    row('open cases evaluated at one moment', mornings),
  ])
}

/** Replaces what is between the marks. Throws when a mark is missing rather than writing somewhere else. */
export function insertFigures(readme: string, text: string): string {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from === -1 || to < from)
    throw new Error('The README of bench:alerts has lost the marks between which figures go.')
  return `${readme.slice(0, from + begin.length)}\n\n${text}\n\n${readme.slice(to)}`
}

export async function writeReport(measured: Measured, options: Options): Promise<void> {
  const readme = new URL('README.md', import.meta.url)
  const text = `![Milliseconds from commit to screen, and events a second](chart.svg)\n\n${figuresInWords(measured, options)}`
  await writeFile(readme, insertFigures(await readFile(readme, 'utf8'), text))
  await writeFile(new URL('chart.svg', import.meta.url), chart(panels(measured), describeMachine()))
}

function panels({ deliveries, engine: { sealed, taken } }: Measured): Panel[] {
  const ways = deliveries.map(({ subscribers, product, redis }) => ({
    title: `Commit to screen, ${subscribers.toLocaleString('en-GB')} sockets`,
    unit: 'milliseconds',
    bars: [
      { label: 'alert, p50', value: deliveryFigures(product).p50, ours: true },
      { label: 'alert, p99', value: deliveryFigures(product).p99, ours: true },
      { label: 'plain Redis publish, p50', value: deliveryFigures(redis).p50, ours: false },
      { label: 'plain Redis publish, p99', value: deliveryFigures(redis).p99, ours: false },
    ],
  }))
  const events = {
    title: 'Events on one core',
    unit: 'events a second',
    bars: [
      { label: 'sealed', value: workFigures(sealed).perSecond, ours: true },
      { label: 'taken by the engine', value: workFigures(taken).perSecond, ours: true },
    ],
  }
  return [...ways, events]
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-GB')
}
