/** From samples to figures: medians over the rounds, and ratios of this router to the others. */
import type { FanOutSample, HttpSample, Measurements } from '../measure.ts'
import { key } from '../measure.ts'
import type { OperationName } from '../operations.ts'
import type { PeerName } from '../peers/peer.ts'
import { median, ratio, spread } from '../statistics.ts'

export interface HttpFigures {
  requestsPerSecond: number
  /** Largest difference of a round from the median, as a share of it. */
  spread: number
  p50Ms: number
  p99Ms: number
  cpuMsPerRequest: number
  /** Where the subgraphs count them. */
  fetchesPerRequest: number | undefined
  memoryMb: number
  routerShare: number
  othersShare: number
  loadShare: number
}

export interface FanOutFigures {
  deliveriesPerSecond: number
  spread: number
  p50Ms: number
  p99Ms: number
  cpuMicrosecondsPerDelivery: number
  memoryMb: number
  othersShare: number
}

export function httpFigures(
  { http, checked }: Measurements,
  operation: OperationName,
  peer: PeerName,
): HttpFigures | undefined {
  const samples = http.get(key(operation, peer))
  if (!samples) return undefined
  const of = (read: (sample: HttpSample) => number) => median(samples.map(read))
  return {
    requestsPerSecond: of((sample) => sample.requestsPerSecond),
    spread: spread(samples.map((sample) => sample.requestsPerSecond)),
    p50Ms: of((sample) => sample.latencyMs.p50),
    p99Ms: of((sample) => sample.latencyMs.p99),
    cpuMsPerRequest: of((sample) => (sample.cpuSeconds * 1_000) / sample.requests),
    fetchesPerRequest: checked.get(key(operation, peer))?.fetches,
    memoryMb: of((sample) => sample.memoryMb),
    routerShare: of((sample) => sample.routerShare),
    othersShare: of((sample) => sample.othersShare),
    loadShare: of((sample) => sample.loadShare),
  }
}

/** The figures of the rounds that succeeded, or why one failed: a router that fails a round has no figure. */
export function fanOutFigures(
  { fanOut }: Measurements,
  clients: number,
  peer: PeerName,
): FanOutFigures | string | undefined {
  const rounds = fanOut.get(key(clients, peer))
  if (!rounds) return undefined
  const failure = rounds.find((round) => typeof round === 'string')
  if (failure !== undefined) return failure
  const samples = rounds.filter((round) => typeof round !== 'string')
  const of = (read: (sample: FanOutSample) => number) => median(samples.map(read))
  return {
    deliveriesPerSecond: of((sample) => sample.deliveriesPerSecond),
    spread: spread(samples.map((sample) => sample.deliveriesPerSecond)),
    p50Ms: of((sample) => sample.latencyMs.p50),
    p99Ms: of((sample) => sample.latencyMs.p99),
    cpuMicrosecondsPerDelivery: of((sample) => (sample.cpuSeconds * 1e6) / (sample.events * sample.clients)),
    memoryMb: of((sample) => sample.memoryMb),
    othersShare: of((sample) => sample.othersShare),
  }
}

/** Highest first of what was measured: a router is compared with the other's best configuration. */
function best(figures: readonly (number | undefined)[]): number | undefined {
  const measured = figures.filter((figure) => figure !== undefined)
  return measured.length === 0 ? undefined : Math.max(...measured)
}

const hiveConfigurations = ['hive', 'hiveShared'] as const

export interface Ratios {
  /** Each request another one: what this router gains by sharing identical requests does not count. */
  heavy: { apollo: number; hive: number }
  small: { apollo: number; hive: number }
  /** At 1,000 clients, or at the number nearest to it that was measured. */
  fanOut: { hive: number }
}

export function ratios(measurements: Measurements, clients: readonly number[]): Ratios {
  const speed = (operation: OperationName, peer: PeerName) =>
    httpFigures(measurements, operation, peer)?.requestsPerSecond
  const against = (operation: OperationName) => ({
    apollo: ratio(speed(operation, 'this'), speed(operation, 'apollo')),
    hive: ratio(speed(operation, 'this'), best(hiveConfigurations.map((peer) => speed(operation, peer)))),
  })
  const nearest = nearestTo1000(clients)
  const deliveries = (peer: PeerName) => {
    const figures = fanOutFigures(measurements, nearest, peer)
    return typeof figures === 'object' ? figures.deliveriesPerSecond : undefined
  }
  return {
    heavy: against('heavyVaried'),
    small: against('small'),
    fanOut: { hive: ratio(deliveries('this'), best(hiveConfigurations.map(deliveries))) },
  }
}

/** The memory of this router as a share of another's, in the same operations: below 1 it needs less. */
export function memoryShares(measurements: Measurements, clients: readonly number[]): Ratios {
  const inHttp = (operation: OperationName, peer: PeerName) => httpFigures(measurements, operation, peer)?.memoryMb
  const of = (operation: OperationName) => ({
    apollo: ratio(inHttp(operation, 'this'), inHttp(operation, 'apollo')),
    hive: ratio(inHttp(operation, 'this'), least(hiveConfigurations.map((peer) => inHttp(operation, peer)))),
  })
  const inFanOut = (peer: PeerName) => {
    const figures = fanOutFigures(measurements, nearestTo1000(clients), peer)
    return typeof figures === 'object' ? figures.memoryMb : undefined
  }
  return {
    heavy: of('heavyVaried'),
    small: of('small'),
    fanOut: { hive: ratio(inFanOut('this'), least(hiveConfigurations.map(inFanOut))) },
  }
}

function least(figures: readonly (number | undefined)[]): number | undefined {
  const measured = figures.filter((figure) => figure !== undefined)
  return measured.length === 0 ? undefined : Math.min(...measured)
}

function nearestTo1000(clients: readonly number[]): number {
  return [...clients].sort((a, b) => Math.abs(a - 1_000) - Math.abs(b - 1_000))[0] ?? 0
}

/** The benchmark's last line. A ratio that was not measured is `n/a`. */
export function lastLine(figures: Ratios): string {
  return `ratios: ${inWords(figures, 1)}`
}

/** The line before it. */
export function memoryLine(figures: Ratios): string {
  return `memory, as a share of theirs: ${inWords(figures, 2)}`
}

function inWords({ heavy, small, fanOut }: Ratios, digits: number): string {
  const say = (value: number) => (Number.isFinite(value) ? value.toFixed(digits) : 'n/a')
  return (
    `heavy ${say(heavy.apollo)} apollo, ${say(heavy.hive)} hive; ` +
    `small ${say(small.apollo)} apollo, ${say(small.hive)} hive; fanout ${say(fanOut.hive)} hive`
  )
}
