import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { pick, randomOf } from '../src/random.ts'
import { waitUntil } from '../src/wait-until.ts'
import { startFaultySystem, type FaultySystem } from './faulty-system.ts'
import { startLoad } from './load.ts'
import { isSettled, lookForLosses, placeOf, whereItStands, type Counted, type Findings } from './oracle.ts'
import { signInPeople } from './people.ts'
import { plantedBugs } from './source-changes.ts'
import { subscribe, type Subscriber } from './subscriber.ts'

export type FaultOptions = {
  /** Of load and faults, without starting and settling. */
  seconds: number
  subscribers: number
  seed: number
  /** A name of `plantedBugs`. */
  plant?: string | undefined
  report: (line: string) => void
}

export type Outcome = Findings & Counted & { subscribers: number; kills: number }

const dayMs = 86_400_000
const readyDeadlineMs = 90_000

/**
 * A steady load on the whole system with many subscribers, while its processes are killed, the lines between them cut, clocks
 * moved and subscribers stalled; then everything is counted against what was acknowledged.
 */
export async function runFaults({ seconds, subscribers: count, seed, plant, report }: FaultOptions): Promise<Outcome> {
  if (plant !== undefined && !(plant in plantedBugs))
    throw new Error(`--plant takes one of: ${Object.keys(plantedBugs).join(', ')}`)
  await using stack = new AsyncDisposableStack()
  const random = randomOf(seed)
  const system = await startFaultySystem(stack, { bug: plant === undefined ? undefined : plantedBugs[plant], report })
  const database = new pg.Pool({ connectionString: system.databaseUrl, max: 4 })
  database.on('error', () => {}) // PostgreSQL is killed too
  stack.defer(() => database.end())
  const people = await signInPeople(system.url)
  const since = await whereItStands(database)
  const persons = [...people.values()]
  const subscribers = Array.from({ length: count }, (_, index) =>
    stack.use(subscribe(`${system.url}/graphql`, persons[index % persons.length]!, placeOf(since.alert), random)),
  )
  const load = await startLoad(people, { database, random, writers: 4, pauseMs: 150 })
  report(`${count} subscribers of ${persons.length} people, seed ${seed}`)
  const churn = setInterval(() => pick(subscribers, random).drop(), 200)
  stack.defer(() => clearInterval(churn))
  const kills = await makeTrouble(system, { random, seconds, subscribers, report })
  clearInterval(churn)
  await load.stop()
  report('The load has stopped; what is under way settles')
  await waitUntil('the system to be ready', system.isReady, { deadlineMs: readyDeadlineMs })
  // A system with a planted bug may never settle: then that is what is counted.
  await waitUntil('everything to be sealed and taken', () => isSettled(database), { deadlineMs: 60_000 }).catch(
    () => {},
  )
  const look = () => lookForLosses(database, { acknowledged: load.acknowledged, subscribers, since })
  await waitUntil('every subscriber to have what is theirs', async () => (await look()).lost.length === 0, {
    deadlineMs: 60_000,
  }).catch(() => {})
  const outcome = await look()
  report(describeSubscribers(subscribers))
  return { ...outcome, subscribers: count, kills }
}

/** @returns how many processes were killed and lines cut */
async function makeTrouble(
  system: FaultySystem,
  {
    random,
    seconds,
    subscribers,
    report,
  }: Pick<FaultOptions, 'seconds' | 'report'> & { random: () => number; subscribers: Subscriber[] },
): Promise<number> {
  const end = performance.now() + seconds * 1_000
  let kills = 0
  let days = 0
  const stalls: Promise<void>[] = []
  // Each in turn first, then at random.
  const turns: string[] = [...system.processes, ...system.lines.keys()]
  await wait(3_000) // some work first
  while (performance.now() < end) {
    const target = turns[kills] ?? pick(turns, random)
    report(`${kills + 1}: ${system.lines.has(target) ? 'cut' : 'kill -9'} ${target}`)
    await fail(system, target, random)
    kills += 1
    for (let index = 0; index < 3; index++) stalls.push(pick(subscribers, random).stall(500 + random() * 4_000))
    await waitUntil('the system to be ready again', system.isReady, { deadlineMs: readyDeadlineMs })
    // Forward by a day or two most of the time, and now and then back by an hour.
    days += random() < 0.85 ? 1 + random() : -1 / 24
    system.moveClock(Math.round(days * dayMs))
    await wait(500 + random() * 4_000)
  }
  await Promise.all(stalls)
  return kills
}

async function fail(system: FaultySystem, target: string, random: () => number): Promise<void> {
  const line = system.lines.get(target)
  if (line === undefined) return system.kill(system.processes.find((name) => name === target)!)
  line.cut()
  await wait(300 + random() * 2_500)
  line.mend()
}

function describeSubscribers(subscribers: Subscriber[]): string {
  const closes = new Map<number, number>()
  for (const subscriber of subscribers)
    for (const [code, times] of subscriber.closes) closes.set(code, (closes.get(code) ?? 0) + times)
  const connections = subscribers.reduce((sum, subscriber) => sum + subscriber.connections(), 0)
  const codes = [...closes].sort(([a], [b]) => a - b).map(([code, times]) => `${code} ${times} times`)
  return `${connections} connections; closed with ${codes.join(', ')}`
}

/** The last line of a run: `N events, N alerts, N subscribers, N kills: 0 lost, 0 repeated, 0 leaked`. */
export function summaryOf({ events, alerts, subscribers, kills, lost, repeated, leaked }: Outcome): string {
  return `${events} events, ${alerts} alerts, ${subscribers} subscribers, ${kills} kills: ${lost.length} lost, ${repeated.length} repeated, ${leaked.length} leaked`
}

export function isFaultless({ lost, repeated, leaked }: Findings): boolean {
  return lost.length + repeated.length + leaked.length === 0
}
