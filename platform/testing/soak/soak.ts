import { setTimeout as wait } from 'node:timers/promises'
import type { ProcessName } from '../src/process-ids.ts'
import type { TestSystem } from '../src/system.ts'
import { waitUntil } from '../src/wait-until.ts'
import { contractOperations } from '../src/contract.ts'
import { followAlerts, type AlertSocket } from './alert-socket.ts'
import { signPeopleIn, type Membership, type Person } from './people.ts'
import { keepWriting, writerOf, type Writer } from './writer.ts'

export type SoakOptions = {
  /** WebSockets that each alert is to reach. */
  sockets: number
  /** People whose devices they are; a tenth as many besides belong to one centre only. */
  people: number
  /** Alerts whose way is measured, one after the other. */
  alerts: number
  kills: readonly ProcessName[]
  /** How long alerts are raised around each kill. */
  killMs: number
  report: (line: string) => void
}

export type SoakResult = {
  sockets: number
  /** Milliseconds until an alert was at a socket, over all sockets and alerts: from its being raised, and from the adviser's pressing Save. */
  fromRaised: Spread
  fromSave: Spread
  /** The slowest socket of the median alert. */
  lastSocketMs: number
  raised: number
  lost: number
  repeated: number
  /** Alerts that reached somebody of another centre. */
  leaked: number
  /** Results without a case or a centre, while all processes ran. */
  incomplete: number
  /** How often a socket had to connect again. */
  reconnects: number
  closeCodes: Record<string, number>
}
export type Spread = { median: number; p99: number; max: number }

type Device = { person: Person; socket: AlertSocket }

/** Alerts to thousands of sockets: how soon all have them, and that none is lost when processes are killed. */
export async function soakAlerts(system: TestSystem, options: SoakOptions): Promise<SoakResult> {
  const { report } = options
  const writers = [await writerOf(system, 'north'), await writerOf(system, 'south')]
  const people = await signPeopleIn(system, peopleOf(options, writers))
  const arrivals: { id: string; at: number; raisedAt: number }[] = []
  const devices = await connectAll(system, people, writers[0]!.upTo, (id, raisedAt) =>
    arrivals.push({ id, at: Date.now(), raisedAt }),
  )
  try {
    report(`${devices.length} sockets of ${people.length} people are open`)
    const calm = await measure(writers, devices, arrivals, options.alerts)
    const incomplete = sum(devices, ({ socket }) => socket.incomplete)
    report(`measured ${options.alerts} alerts`)
    for (const name of options.kills) {
      await killWhileWriting(system, name, writers, options.killMs)
      report(`${name} was killed`)
    }
    const raised = await settled(writers, devices)
    return { ...calm, incomplete, ...tally(devices, raised), sockets: devices.length }
  } finally {
    for (const { socket } of devices) socket.stop()
  }
}

function peopleOf({ sockets, people }: SoakOptions, [north, south]: readonly Writer[]) {
  const leads: Membership[] = [
    { centreId: north!.centreId, centre: north!.centre, role: 'CENTRE_MANAGER' },
    { centreId: south!.centreId, centre: south!.centre, role: 'SAFEGUARDING_LEAD' },
  ]
  const per = Math.ceil(sockets / people)
  const ofBoth = Array.from({ length: people }, (_, index) => ({
    memberships: leads,
    devices: Math.min(per, Math.max(0, sockets - index * per)),
  }))
  const ofOne = Array.from({ length: Math.max(2, Math.ceil(people / 10)) }, (_, index) => ({
    memberships: [leads[index % 2]!],
    devices: Math.min(per, 10),
  }))
  return [...ofBoth, ...ofOne]
}

async function connectAll(
  system: TestSystem,
  people: readonly Person[],
  after: string,
  onAlert: (id: string, raisedAt: number) => void,
): Promise<Device[]> {
  const query = contractOperations().get('Alerts')!
  const url = `${system.url.replace('http', 'ws')}/graphql`
  const devices: Device[] = []
  for (const person of people) {
    for (const cookie of person.cookies) {
      const all = person.centres.size > 1
      const socket = followAlerts({
        url,
        cookie,
        query,
        after,
        onAlert: ({ id, raisedAt }) => all && onAlert(id, Date.parse(raisedAt)),
      })
      devices.push({ person, socket })
      if (devices.length % 100 === 0) {
        await waitUntil('sockets to open', () => devices.every(({ socket: one }) => one.isLive()), {
          deadlineMs: 60_000,
        })
      }
    }
  }
  await waitUntil('all sockets to open', () => devices.every(({ socket }) => socket.isLive()), { deadlineMs: 60_000 })
  return devices
}

async function measure(
  writers: readonly Writer[],
  devices: readonly Device[],
  arrivals: { id: string; at: number; raisedAt: number }[],
  alerts: number,
) {
  const [fromRaised, fromSave, last]: [number[], number[], number[]] = [[], [], []]
  const everywhere = devices.filter(({ person }) => person.centres.size > 1).length
  // The first two are for the plan, the pools and the just-in-time compiler.
  for (let round = -2; round < alerts; round++) {
    arrivals.length = 0
    const saved = Date.now()
    await writers[Math.abs(round) % writers.length]!.write()
    await waitUntil('the alert at all sockets', () => arrivals.length >= everywhere, { deadlineMs: 30_000 })
    if (round < 0) continue
    for (const { at, raisedAt } of arrivals) {
      fromRaised.push(at - raisedAt)
      fromSave.push(at - saved)
    }
    last.push(Math.max(...arrivals.map(({ at, raisedAt }) => at - raisedAt)))
  }
  return { fromRaised: spread(fromRaised), fromSave: spread(fromSave), lastSocketMs: spread(last).median }
}

async function killWhileWriting(
  system: TestSystem,
  name: ProcessName,
  writers: readonly Writer[],
  killMs: number,
): Promise<void> {
  const writing = new AbortController()
  const written = keepWriting(writers, writing.signal, 100)
  await wait(killMs / 4)
  await system.kill(name)
  await wait((killMs * 3) / 4)
  writing.abort()
  await written
}

/** Waits until every socket is open and has as many alerts as there are; what is missing then is lost. @returns ids by centre */
async function settled(writers: readonly Writer[], devices: readonly Device[]): Promise<Map<string, string[]>> {
  await waitUntil('all sockets to be back', () => devices.every(({ socket }) => socket.isLive()), {
    deadlineMs: 90_000,
  })
  const raised = new Map<string, string[]>()
  for (const { centre, raised: ask } of writers) {
    raised.set(centre, await waitUntil('the history', ask, { deadlineMs: 30_000 }))
  }
  const expected = ({ person }: Device) => [...person.centres].flatMap((centre) => raised.get(centre) ?? [])
  await waitUntil(
    'all alerts to arrive',
    () => devices.every((device) => device.socket.received.length >= expected(device).length),
    { deadlineMs: 90_000 },
  ).catch(() => {}) // counted as lost
  return raised
}

function tally(devices: readonly Device[], raised: Map<string, string[]>) {
  const closes = devices.flatMap(({ socket }) => socket.closes)
  const centreOf = new Map([...raised].flatMap(([centre, ids]) => ids.map((id) => [id, centre] as const)))
  return {
    raised: centreOf.size,
    lost: sum(devices, ({ person, socket }) => {
      const received = new Set(socket.received)
      return [...centreOf].filter(([id, centre]) => person.centres.has(centre) && !received.has(id)).length
    }),
    repeated: sum(devices, ({ socket }) => socket.repeated),
    leaked: sum(
      devices,
      ({ person, socket }) =>
        socket.received.filter((id) => centreOf.has(id) && !person.centres.has(centreOf.get(id)!)).length,
    ),
    reconnects: closes.length,
    closeCodes: Object.fromEntries(
      [...new Set(closes)].sort((a, b) => a - b).map((code) => [code, closes.filter((one) => one === code).length]),
    ),
  }
}

const sum = (devices: readonly Device[], of: (device: Device) => number) =>
  devices.reduce((total, device) => total + of(device), 0)

function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
  return { median: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? NaN }
}
