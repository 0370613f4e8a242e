/** The same people asking for their alerts every few seconds: how late they learn of one, and what asking costs. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { percentile, seededRandom } from '@cma/router/bench/statistics'
import { contractOperations } from '../src/contract.ts'
import { waitUntil } from '../src/wait-until.ts'
import type { Child } from './child.ts'
import type { DeliveryBench, Latency } from './delivery.ts'
import { alertedNotes } from './ledger-times.ts'
import { now } from './now.ts'
import { signDevicesIn } from './people.ts'
import type { Polled, PollersQuestion } from './pollers.ts'
import { cpuOf, cpuSince } from './product.ts'

export type PollingRound = Latency & {
  /** Milliseconds of CPU time of one question, all processes. */
  cpuMs: number
  /** SQL statements of one question. */
  statements: number
}
export type Polling = { pollers: number; everyMs: number; rounds: PollingRound[] }

export type PollingBench = Pick<DeliveryBench, 'system' | 'databaseUrl' | 'writer' | 'rounds' | 'say'> & {
  child: Child<PollersQuestion, Polled>
  pollers: number
  /** How long each waits from one question to its next. */
  everyMs: number
  /** Where the product's processes write how many statements they sent. */
  countsFolder: string
}

const alertsOfRound = 8

export async function measurePolling(bench: PollingBench): Promise<Polling> {
  const { system, writer, pollers, everyMs, rounds, say } = bench
  const cookies = await signDevicesIn(system, writer, pollers)
  const begin = () =>
    bench.child.ask({
      begin: `${system.url}/graphql`,
      cookies,
      query: contractOperations().get('AlertHistory')!,
      everyMs,
    })
  const stop = (until: string[] = []) => bench.child.ask({ until, deadlineMs: everyMs * 10 + 60_000 })
  const asking: Asking = { begin, stop }
  await begin() // for plans, pools and the just-in-time compiler
  await stop()
  const results: PollingRound[] = []
  for (let round = 0; round < rounds; round += 1) {
    const cost = await costOf(bench, asking)
    const latencies = await latenciesOf(bench, asking, round)
    const result = { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), ...cost }
    results.push(result)
    say(
      `${pollers} who ask, round ${round + 1}: ${result.p50.toFixed(0)} and ${result.p99.toFixed(0)} ms (p50, p99), ${cost.cpuMs.toFixed(0)} ms of CPU and ${cost.statements.toFixed(1)} statements a question`,
    )
  }
  return { pollers, everyMs, rounds: results }
}

type Asking = { begin(): Promise<Polled>; stop(until?: string[]): Promise<Polled> }

/** While nothing happens, as it is nearly always. What the product does by itself in as long a time is taken off. */
async function costOf({ system, countsFolder, everyMs }: PollingBench, asking: Asking) {
  const spent = async <Answer>(work: () => Promise<Answer>) => {
    const [cpu, statements, began] = [cpuOf(system.dataDir), statementsSoFar(countsFolder), now()]
    const answer = await work()
    await wait(200) // until the last counts are written
    const ms = now() - began
    return {
      answer,
      ms,
      cpuMs: cpuSince(system.dataDir, cpu).total * 1_000,
      statements: statementsSoFar(countsFolder) - statements,
    }
  }
  const idle = await spent(() => wait(2_000))
  const busy = await spent(async () => {
    await asking.begin()
    await wait(everyMs)
    return asking.stop()
  })
  const { polls, failed } = busy.answer
  if (failed > 0) throw new Error(`${failed} of ${polls} questions were not answered`)
  const share = busy.ms / idle.ms
  return {
    cpuMs: Math.max(0, busy.cpuMs - idle.cpuMs * share) / polls,
    statements: Math.max(0, busy.statements - idle.statements * share) / polls,
  }
}

/** Alerts at moments that have nothing to do with the questions. */
async function latenciesOf(
  { writer, databaseUrl, everyMs }: PollingBench,
  asking: Asking,
  seed: number,
): Promise<number[]> {
  const random = seededRandom(seed)
  const began = now()
  await asking.begin()
  for (let nth = 0; nth < alertsOfRound; nth += 1) {
    await wait(random() * everyMs * 0.4)
    await writer.write()
  }
  const recorded = await waitUntil('the alerts to be raised', async () => {
    const notes = await alertedNotes(databaseUrl, began)
    return notes.size >= alertsOfRound ? notes : undefined
  })
  const { seen } = await asking.stop([...recorded.keys()])
  return seen.map(({ alertId, at }) => at - recorded.get(alertId)!)
}

function statementsSoFar(folder: string): number {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder).reduce((sum, name) => sum + Number(readFileSync(join(folder, name), 'utf8')), 0)
}
