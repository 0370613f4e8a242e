/** From rounds to figures: medians, ratios and the last line. */
import { median, ratio, spread } from '@cma/router/bench/statistics'
import type { Delivery, DeliveryRound, Latency } from './delivery.ts'
import type { EngineFigures } from './engine.ts'
import type { Work } from './engine-process.ts'
import type { Polling } from './polling.ts'
import type { Stages } from './ledger-times.ts'

export type Measured = { deliveries: Delivery[]; polling: Polling; engine: EngineFigures }

export type DeliveryFigures = Latency & {
  /** Largest difference of a round's p99 from their median, as a share of it. */
  spread: number
  cpuMs: number
  memoryMb: number
}

export function deliveryFigures(rounds: readonly DeliveryRound[]): DeliveryFigures {
  const of = (read: (round: DeliveryRound) => number) => median(rounds.map(read))
  return {
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    spread: spread(rounds.map(({ p99 }) => p99)),
    cpuMs: of(({ cpuMs }) => cpuMs),
    memoryMb: of(({ memoryMb }) => memoryMb),
  }
}

export function stagesOf(rounds: readonly DeliveryRound[]): Stages {
  const of = (name: keyof Stages) => median(rounds.flatMap(({ stages }) => stages?.[name] ?? []))
  return { seal: of('seal'), raise: of('raise'), firstSocket: of('firstSocket'), allSockets: of('allSockets') }
}

export type PollingFigures = Latency & { cpuMs: number; statements: number }

export function pollingFigures({ rounds }: Polling): PollingFigures {
  const of = (name: keyof PollingFigures) => median(rounds.map((round) => round[name]))
  return { p50: of('p50'), p99: of('p99'), cpuMs: of('cpuMs'), statements: of('statements') }
}

/** What as many devices would cost that ask, worked out from those that were measured: seconds of CPU, and statements, a second. */
export function costOfPolling(devices: number, polling: Polling): { cores: number; statements: number } {
  const { cpuMs, statements } = pollingFigures(polling)
  const questions = devices / (polling.everyMs / 1_000)
  return { cores: (questions * cpuMs) / 1_000, statements: questions * statements }
}

export type WorkFigures = {
  count: number
  seconds: number
  /** Events, or cases. */
  perSecond: number
  statements: number
  statementsEach: number
  alerts: number
}

export function workFigures(rounds: readonly Work[]): WorkFigures {
  const of = (read: (work: Work) => number) => median(rounds.map(read))
  return {
    count: of(({ count }) => count),
    seconds: of(({ ms }) => ms / 1_000),
    perSecond: of(({ count, ms }) => (count * 1_000) / ms),
    statements: of(({ statements }) => statements),
    statementsEach: of(({ count, statements }) => statements / count),
    alerts: of(({ alerts }) => alerts),
  }
}

/** The measurement with 1,000 subscribers, or that nearest to it. */
export function near1000(deliveries: readonly Delivery[]): Delivery {
  const nearest = deliveries.toSorted((a, b) => Math.abs(a.subscribers - 1_000) - Math.abs(b.subscribers - 1_000))[0]
  if (nearest === undefined) throw new Error('nothing was delivered')
  return nearest
}

/** How many times as long an alert takes as the other: below 1, it is sooner. */
export function p99Ratios({ deliveries, polling }: Measured): { subscribers: number; redis: number; polling: number } {
  const { subscribers, product, redis } = near1000(deliveries)
  const ours = deliveryFigures(product).p99
  return {
    subscribers,
    redis: ratio(ours, deliveryFigures(redis).p99),
    polling: ratio(ours, pollingFigures(polling).p99),
  }
}

/** The benchmark's last line. */
export function lastLine(measured: Measured): string {
  const { subscribers, redis, polling } = p99Ratios(measured)
  const morning = workFigures(measured.engine.mornings)
  return (
    `ratios: ${subscribers} subscribers p99 ${redis.toFixed(1)} redis, ${polling.toFixed(2)} polling; ` +
    `${morning.count} cases ${morning.seconds.toFixed(1)} s, ${Math.round(morning.statements)} statements`
  )
}
