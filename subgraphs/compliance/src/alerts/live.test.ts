import { londonDate } from '@cma/runtime'
import { aCentre, aRedis, aViewer, fileStack, startSubgraph, waitUntil, type EventStream } from '@cma/testing'
import { expect, test } from 'vitest'
import { subgraph } from '../subgraph.ts'
import { aCompliance, type OpenedCase } from '../testing/a-compliance.ts'
import { aComplaint } from '../testing/matters.ts'
import { alertCursor } from './cursor.ts'

// Over real sockets, with two processes on one database and one Redis: the first runs the engine, or the second does.
const stack = fileStack()
const redis = stack.use(await aRedis())
const compliance = stack.use(await aCompliance({ redis }))
const second = stack.use(await startSubgraph(subgraph, { redis, database: compliance.database }))
const { database, openCase, tell, ledger, as } = compliance

const document = `subscription ($after: String) { complianceAlertRaised(after: $after) { cursor alert { id code severity title message actions sequence case { id } centre { id } history { kind } allowed } } }`
type Event = {
  complianceAlertRaised: {
    cursor: string
    alert: {
      id: string
      code: string
      severity: string
      sequence: number
      title: string
      message: string
      case: { id: string }
      allowed: string[]
    }
  }
}
const notes = (work: OpenedCase, count: number) => Array.from({ length: count }, () => work.noted('SAFEGUARDING'))
const sequences = (stream: EventStream<Event>) =>
  stream.received.map(({ complianceAlertRaised }) => complianceAlertRaised.alert.sequence)
const lastSequence = async () =>
  BigInt(
    (await database.query<{ last: string }>(`select coalesce(max(sequence), 0) last from compliance.alert_feed`))[0]!
      .last,
  )

async function aTeam() {
  const centre = await aCentre(database)
  const manager = aViewer({ roles: ['CENTRE_MANAGER'], at: centre })
  const work = await openCase({ centre })
  return { centre, manager, work }
}

/** Subscribes, and waits until the subscription stands: the protocol does not say so, but a follower is in the database's eyes. */
async function live(who: ReturnType<typeof as>, variables: { after?: string } = {}): Promise<EventStream<Event>> {
  const stream = stack.use(who.subscribe<Event>(document, variables))
  await stream.connected
  return stream
}

test('an alert arrives within a second of the event, at both processes, whole, and at nobody else', async () => {
  const { centre, manager, work } = await aTeam()
  const others = [
    aViewer({ roles: ['ADVISER'], at: centre }),
    aViewer({ roles: ['CENTRE_MANAGER'], at: await aCentre(database) }),
    aViewer({ roles: ['NETWORK_ADMIN'], at: centre }),
  ]
  const after = alertCursor(await lastSequence())
  const streams = [await live(as(manager), { after }), await live(second.as(manager), { after })]
  const elsewhere = await Promise.all(others.map((viewer) => live(as(viewer), { after })))
  await tell(work.noted('SAFEGUARDING')) // the first opens connections and compiles queries
  for (const stream of streams) await stream.next()
  const elapsed: number[] = []
  // The quickest of a few: what else the machine does must not decide.
  for (let attempt = 0; attempt < 5 && !elapsed.some((ms) => ms < 1_000); attempt += 1) {
    const before = performance.now()
    await ledger.append(work.noted('SAFEGUARDING'))
    const [received] = await Promise.all(streams.map((stream) => stream.next()))
    elapsed.push(performance.now() - before)
    const { complianceAlertRaised } = received!
    expect(complianceAlertRaised.alert).toMatchObject({
      code: 'SAFEGUARDING_DISCLOSURE',
      severity: 'CRITICAL',
      title: 'Safeguarding note written',
      case: { id: work.caseId },
      centre: { id: centre.id },
      history: [{ kind: 'RAISED' }],
      allowed: ['ACKNOWLEDGE', 'SNOOZE', 'RESOLVE'],
    })
  }
  expect(Math.min(...elapsed), `it took ${elapsed.map(Math.round).join(', ')} ms`).toBeLessThan(1_000)
  // A later alert for them shows that an earlier one would have come by now.
  expect(elsewhere.map((stream) => stream.received)).toEqual([[], [], []])
})

test('from a cursor, what was missed comes first, then what is raised; none twice, none left out', async () => {
  const { manager, work } = await aTeam()
  await tell(...notes(work, 3))
  const last = await lastSequence()
  const stream = await live(as(manager), { after: alertCursor(last - 2n) })
  await stream.next()
  await stream.next()
  await tell(...notes(work, 2))
  await stream.next()
  await stream.next()
  expect(sequences(stream)).toEqual([1, 2, 3, 4].map((step) => Number(last) - 2 + step))
})

test('a lost socket is resumed after its last cursor, at another process', async () => {
  const { manager, work } = await aTeam()
  const first = await live(as(manager), { after: alertCursor(await lastSequence()) })
  await tell(...notes(work, 2))
  await first.next()
  const { complianceAlertRaised } = await first.next()
  await first[Symbol.asyncDispose]()
  await tell(...notes(work, 3))
  const resumed = await live(second.as(manager), { after: complianceAlertRaised.cursor })
  await tell(...notes(work, 1))
  for (let count = 0; count < 4; count++) await resumed.next()
  const all = [...sequences(first), ...sequences(resumed)]
  expect(all).toEqual([...new Set(all)])
  const raised = await database.query<{ sequence: string }>(
    `select sequence from compliance.alert where case_id = $1 order by sequence`,
    [work.caseId],
  )
  expect(all).toEqual(raised.map(({ sequence }) => Number(sequence)))
})

test('alerts raised while a long past is replayed come once, in order', { timeout: 60_000 }, async () => {
  const { manager, work } = await aTeam()
  const start = await lastSequence()
  await tell(...notes(work, 230)) // more than a page
  const streams = [
    await live(as(manager), { after: alertCursor(start) }),
    await live(second.as(manager), { after: alertCursor(start) }),
  ]
  for (let batch = 0; batch < 4; batch++) await ledger.append(...notes(work, 5))
  const expected = Array.from({ length: 250 }, (_, index) => Number(start) + index + 1)
  for (const stream of streams) {
    await waitUntil('all have come', () => stream.received.length >= 250, { deadlineMs: 30_000 })
    expect(sequences(stream)).toEqual(expected)
  }
})

test('without a cursor, from now on', async () => {
  const { manager, work } = await aTeam()
  await tell(...notes(work, 2))
  const stream = await live(as(manager))
  // When the subscription stands is not said, so alerts are raised until one comes.
  const first = await waitUntil('one comes', async () => {
    await tell(...notes(work, 1))
    return stream.received[0]
  })
  const [{ n } = { n: 0 }] = await database.query<{ n: number }>(
    `select min(sequence)::int + 1 n from compliance.alert where case_id = $1`,
    [work.caseId],
  )
  expect(first.complianceAlertRaised.alert.sequence).toBeGreaterThan(n)
})

test('who has no alert yet begins where the empty list was read, and misses none', async () => {
  const { manager, work } = await aTeam()
  const { complianceAlerts } = await as(manager).ask<{ complianceAlerts: { edges: []; upTo: string } }>(
    `{ complianceAlerts(first: 1) { edges { cursor } upTo } }`,
  )
  expect(complianceAlerts.edges).toEqual([])
  expect(complianceAlerts.upTo).toBe(alertCursor(await lastSequence()))
  await tell(...notes(work, 2)) // while no line is open
  const stream = await live(as(manager), { after: complianceAlerts.upTo })
  await stream.next()
  await stream.next()
  expect(new Set(sequences(stream)).size).toBe(2)
})

test('a case that changes hands changes who hears of it', async () => {
  const { centre } = await aTeam()
  const [before, after] = [aViewer({ roles: ['ADVISER'], at: centre }), aViewer({ roles: ['ADVISER'], at: centre })]
  const late = async (adviserId: string) => openCase({ centre, adviserId, at: '2026-01-05T09:00:00Z' }) // is overdue as soon as it is known
  const start = alertCursor(await lastSequence())
  const streams = {
    before: await live(as(before), { after: start }),
    after: await live(second.as(after), { after: start }),
  }
  const own = await late(before.sub)
  expect((await streams.before.next()).complianceAlertRaised.alert.case.id).toBe(own.caseId)
  // Another alert of the same case, after it went to a colleague: the note of a contact long ago.
  await tell(own.assigned(after.sub))
  await tell(own.appointment('attended', { kind: 'OTHER', startsAt: '2026-01-06T10:00:00Z' }))
  const { complianceAlertRaised } = await streams.after.next()
  expect(complianceAlertRaised.alert.case.id).toBe(own.caseId)
  await late(before.sub)
  await streams.before.next()
  expect(streams.before.received).toHaveLength(2)
})

test('whoever handles a complaint hears of it, from whenever it is theirs, and nobody else who advises', async () => {
  const { centre } = await aTeam()
  const adviser = () => aViewer({ roles: ['ADVISER'], at: centre })
  const [before, after, other] = [adviser(), adviser(), adviser()]
  const start = alertCursor(await lastSequence())
  const streams = await Promise.all([
    live(as(before), { after: start }),
    live(second.as(after), { after: start }),
    live(as(other), { after: start }),
  ])
  const [toBefore, toAfter, toOther] = streams as [EventStream<Event>, EventStream<Event>, EventStream<Event>]
  const receivedOn = londonDate(new Date())
  const [moves, stays] = [aComplaint(centre), aComplaint(centre)]
  await tell(moves.event('received', { receivedOn, handlerId: before.sub }))
  const first = await toBefore.next()
  expect(first.complianceAlertRaised.alert).toMatchObject({
    code: 'COMPLAINT_ACK_DUE',
    allowed: ['ACKNOWLEDGE', 'SNOOZE', 'RESOLVE'],
  })
  // It goes to a colleague, and is late from then on: four weeks have passed.
  await tell(moves.event('assigned', { handlerId: after.sub }))
  await tell(moves.event('received', { receivedOn: '2026-01-05', handlerId: after.sub }))
  await toAfter.next()
  // A later one for the first shows that an earlier one would have come by now.
  await tell(stays.event('received', { receivedOn, handlerId: before.sub }))
  await toBefore.next()
  expect(toBefore.received).toHaveLength(2)
  expect(toOther.received).toEqual([])
  // The past, replayed, is whose it is now; a process keeps what it has just read for two seconds.
  await waitUntil('what was passed on is not replayed', async () => {
    await using replayed = await live(second.as(before), { after: start })
    const { complianceAlertRaised } = await replayed.next()
    return complianceAlertRaised.cursor === toBefore.received[1]!.complianceAlertRaised.cursor
  })
  const resumed = await live(as(after), { after: start })
  await resumed.next()
  expect(resumed.received[0]!.complianceAlertRaised.cursor).toBe(first.complianceAlertRaised.cursor)
})

test('an escalation tells the manager, once, and not the adviser again', async () => {
  const { centre, manager } = await aTeam()
  const adviser = aViewer({ roles: ['ADVISER'], at: centre })
  const start = alertCursor(await lastSequence())
  const streams = {
    adviser: await live(as(adviser), { after: start }),
    manager: await live(as(manager), { after: start }),
  }
  const work = await openCase({ centre, adviserId: adviser.sub, at: '2026-01-05T09:00:00Z' }) // so late that it escalates at once
  await streams.adviser.next()
  const { complianceAlertRaised } = await streams.manager.next({ deadlineMs: 10_000 })
  expect(complianceAlertRaised.alert).toMatchObject({ severity: 'HIGH', case: { id: work.caseId } })
  await tell(...notes(work, 1))
  await streams.manager.next()
  // The past, replayed: each hears of each alert once.
  const replayed = {
    adviser: await live(second.as(adviser), { after: start }),
    manager: await live(second.as(manager), { after: start }),
  }
  await replayed.manager.next()
  await replayed.manager.next()
  await replayed.adviser.next()
  const ids = (stream: EventStream<Event>) => stream.received.map((event) => event.complianceAlertRaised.alert.id)
  expect(ids(replayed.manager)).toEqual(ids(streams.manager))
  expect(ids(replayed.adviser)).toEqual([complianceAlertRaised.alert.id])
  expect(streams.adviser.received).toHaveLength(1)
})

test.each([
  ['no cursor of anything', 'x'],
  ['a cursor of another list', Buffer.from('["2026","a"]').toString('base64url')],
  ['a cursor of alerts that are not there yet', alertCursor(1_000_000n)],
])('%s is refused clearly', async (_, after) => {
  const { manager } = await aTeam()
  const stream = stack.use(as(manager).subscribe<Event>(document, { after }))
  const reason = String(await stream.ended)
  expect(reason).toContain('BAD_USER_INPUT')
  expect(reason).toMatch(/cursor is not one/)
})
