import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { startFaultySystem, type RedisForm } from '../faults/faulty-system.ts'
import { contractOperations } from '../src/contract.ts'
import { signIn, type SignedIn } from '../src/system.ts'
import { waitUntil } from '../src/wait-until.ts'
import { followAlerts, type AlertFollower, type FollowedAlert } from './alert-follower.ts'

// Alerts reach their subscribers in the same way on one Redis, on a Redis Cluster of six nodes, and without any.

const patient = { deadlineMs: 60_000 }

test.each<{ redis: RedisForm; killed: string }>([
  { redis: 'single', killed: 'redis' },
  { redis: 'cluster', killed: 'redis master' },
  // There is one process, and sessions go with it: people sign in again.
  { redis: 'none', killed: 'all-services' },
])(
  'with Redis as $redis: what was missed, then what is raised, no gap and nothing twice, also when $killed is killed',
  async ({ redis, killed }) => {
    await using stack = new AsyncDisposableStack()
    const said: string[] = []
    const system = await startFaultySystem(stack, { redis, report: (line) => said.push(line) })
    const signInBoth = async () =>
      [await signIn(system.url, 'adviser@north.example'), await signIn(system.url, 'manager@north.example')] as const
    let [adviser, manager] = await signInBoth()
    const caseId = await anOpenCase(adviser)
    const write = async (count: number) => {
      for (let index = 0; index < count; index++) await writeNote(() => adviser, caseId)
    }
    const start = await whereItStands(manager)
    const followers: AlertFollower[] = []
    const told = () => followers.flatMap(({ received }) => received)
    const untilTold = (count: number) =>
      waitUntil(`${count} notes to be told of`, () => ofNotes(told(), caseId).length >= count, patient)

    await write(5) // while nobody listens
    followers.push(stack.use(followAlerts(manager, start.upTo)))
    await untilTold(5)
    await write(5)
    await untilTold(10)

    const writing = write(15)
    await system.kill(killed)
    await waitUntil('the system to be ready again', system.isReady, patient)
    if (redis === 'none') {
      await followers[0]![Symbol.asyncDispose]()
      ;[adviser, manager] = await signInBoth()
      followers.push(stack.use(followAlerts(manager, told().at(-1)!.cursor)))
    }
    await writing
    await untilTold(25)

    // All that the feed holds for the manager, read anew from the same place, is what was told: each once, in one order.
    const anew = stack.use(followAlerts(manager, start.upTo))
    await waitUntil('the whole past', () => anew.received.length >= told().length, patient)
    const cursors = told().map(({ cursor }) => cursor)
    expect(new Set(cursors).size, said.join('\n')).toBe(cursors.length)
    expect(anew.received.slice(0, cursors.length).map(({ cursor }) => cursor)).toEqual(cursors)
    expect(ofNotes(told(), caseId)).toHaveLength(25)
  },
)

/** The ids of alerts about notes of the case, each once. */
const ofNotes = (alerts: FollowedAlert[], caseId: string) => [
  ...new Set(
    alerts
      .filter(({ alert }) => alert.code === 'SAFEGUARDING_DISCLOSURE' && alert.case?.id === caseId)
      .map(({ alert }) => alert.id),
  ),
]

async function whereItStands(manager: SignedIn): Promise<{ upTo: string }> {
  const { complianceAlerts } = await manager.ask<{ complianceAlerts: { upTo: string } }>(
    '{ complianceAlerts(first: 1) { upTo } }',
  )
  return complianceAlerts
}

async function anOpenCase(adviser: SignedIn): Promise<string> {
  const { cases } = await adviser.ask<{ cases: { edges: { node: { id: string } }[] } }>(
    '{ cases(first: 1, filter: { open: true }) { edges { node { id } } } }',
  )
  return cases.edges[0]!.node.id
}

/** What is not taken is sent again with its key, as the web does. */
async function writeNote(adviser: () => SignedIn, caseId: string): Promise<void> {
  const input = { caseId, category: 'SAFEGUARDING', body: 'Who hears?', idempotencyKey: randomUUID() }
  const document = contractOperations().get('AddNote')!
  await waitUntil(
    'a note to be taken',
    async () => (await adviser().ask<{ addNote: { id: string } }>(document, { input })).addNote.id,
    patient,
  )
}
