import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { pick, randomOf } from '../src/random.ts'
import { waitUntil } from '../src/wait-until.ts'
import { startFaultySystem, type FaultySystem, type RedisForm } from './faulty-system.ts'
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
  redis: RedisForm
  /** A name of `plantedBugs`. What shows it is killed, and nothing else. */
  plant?: string | undefined
  report: (line: string) => void
}

export type Outcome = Findings & Counted & { subscribers: number; kills: number; cuts: number }

const dayMs = 86_400_000
const readyDeadlineMs = 120_000

/**
 * A steady load on the whole system with many subscribers, while its processes are killed, the lines between them cut, clocks
 * moved and subscribers stalled; then everything is counted against what was acknowledged.
 */
export async function runFaults(options: FaultOptions): Promise<Outcome> {
  const { seconds, subscribers: count, seed, plant, redis, report } = options
  const bug = plant === undefined ? undefined : plantedBugs[plant]
  if (plant !== undefined && bug === undefined)
    throw new Error(`--plant takes one of: ${Object.keys(plantedBugs).join(', ')}`)
  // How long whatever is under way may take before it counts as lost. A planted bug may lose much, which nobody waits for.
  const [patienceMs, settlingMs] = bug ? [20_000, 10_000] : [120_000, 120_000]
  await using stack = new AsyncDisposableStack()
  const random = randomOf(seed)
  const system = await startFaultySystem(stack, { redis, bug, report })
  const database = new pg.Pool({ connectionString: system.databaseUrl, max: 6 })
  database.on('error', () => {}) // PostgreSQL is killed too
  stack.defer(() => database.end())
  const people = await signInPeople(system.url)
  const since = await whereItStands(database)
  const persons = [...people.values()]
  const subscribers = Array.from({ length: count }, (_, index) =>
    stack.use(subscribe(`${system.url}/graphql`, persons[index % persons.length]!, placeOf(since.alert), random)),
  )
  const load = await startLoad(people, {
    database,
    random,
    writers: 4,
    pauseMs: 150,
    patienceMs,
    leavesAfterMs: seconds * 150,
    mayHearForMs: 20_000,
  })
  report(`${count} subscribers of ${persons.length} people, seed ${seed}, Redis: ${redis}`)
  const churn = setInterval(() => pick(subscribers, random).drop(), 200)
  stack.defer(() => clearInterval(churn))
  const faults = await makeTrouble(system, { random, seconds, subscribers, only: bug?.killed, report })
  clearInterval(churn)
  await load.stop()
  report('The load has stopped; what is under way settles')
  await waitUntil('the system to be ready', system.isReady, { deadlineMs: readyDeadlineMs })
  // A system with a planted bug may never settle: then that is what is counted.
  await waitUntil('everything to be sealed and taken', () => isSettled(database), { deadlineMs: settlingMs }).catch(
    () => {},
  )
  const look = () => lookForLosses(database, { acknowledged: load.acknowledged, subscribers, since })
  await waitUntil('every subscriber to have what is theirs', async () => (await look()).lost.length === 0, {
    deadlineMs: settlingMs,
  }).catch(() => {})
  const outcome = await look()
  report(describeSubscribers(subscribers))
  report(`${faults.kills} processes were killed and ${faults.cuts} lines cut`)
  return { ...outcome, subscribers: count, ...faults }
}

type Trouble = Pick<FaultOptions, 'seconds' | 'report'> & {
  random: () => number
  subscribers: Subscriber[]
  only: string[] | undefined
}

async function makeTrouble(
  system: FaultySystem,
  { random, seconds, subscribers, only, report }: Trouble,
): Promise<{ kills: number; cuts: number }> {
  const end = performance.now() + seconds * 1_000
  let [kills, cuts, days] = [0, 0, 0]
  const stalls: Promise<void>[] = []
  const processes = only ?? system.processes
  const lines = only ? [] : [...system.lines.keys()]
  // Each in turn first, then at random, a process twice as often as a line.
  const turns = [...processes, ...lines]
  const choose = () => pick(random() < 2 / 3 || lines.length === 0 ? processes : lines, random)
  await wait(3_000) // some work first
  while (performance.now() < end) {
    const target = turns.shift() ?? choose()
    const line = system.lines.get(target)
    report(`${kills + cuts + 1}: ${line ? 'cut' : 'kill -9'} ${target}`)
    if (line) {
      line.cut()
      await wait(300 + random() * 2_500)
      line.mend()
      cuts += 1
    } else {
      await system.kill(target, random())
      kills += 1
    }
    for (let index = 0; index < 3; index++) stalls.push(pick(subscribers, random).stall(500 + random() * 4_000))
    await waitUntil('the system to be ready again', system.isReady, { deadlineMs: readyDeadlineMs })
    // Forward by a day or two most of the time, and now and then back by an hour.
    days += random() < 0.85 ? 1 + random() : -1 / 24
    system.moveClock(Math.round(days * dayMs))
    await wait(500 + random() * 4_000)
  }
  await Promise.all(stalls)
  return { kills, cuts }
}

function describeSubscribers(subscribers: Subscriber[]): string {
  const closes = new Map<number, number>()
  for (const subscriber of subscribers)
    for (const [code, times] of subscriber.closes) closes.set(code, (closes.get(code) ?? 0) + times)
  const connections = subscribers.reduce((sum, subscriber) => sum + subscriber.connections(), 0)
  const codes = [...closes].sort(([a], [b]) => a - b).map(([code, times]) => `${code} ${times} times`)
  return `${connections} connections; closed with ${codes.join(', ')}`
}
