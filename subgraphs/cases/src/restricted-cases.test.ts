import { newId } from '@cma/runtime'
import { aCase, aNote, aViewer, fileStack, waitUntil, type TestCase, type TestCentre } from '@cma/testing'
import type { Claims } from '@cma/runtime'
import { expect, test } from 'vitest'
import { holderOf, startCases } from '../test/start-cases.ts'
import { restrict, targetOf } from '../test/targets.ts'

// For whom a restricted case exists, by every way that leads to a case; and what is left behind by those who look.

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases
const today = new Date().toISOString().slice(0, 10)

/** A case with something of everything on it, that somebody not allowed must not come upon. */
async function aFullCase(centre: TestCentre): Promise<TestCase & { noteId: string; reference: string }> {
  const theCase = await aCase(database, { centre })
  const { id: noteId } = await aNote(database, { on: theCase, followUpOn: today })
  const manager = holderOf('CENTRE_MANAGER', centre)
  for (const [name, input] of [
    ['addTask', { caseId: theCase.id, title: 'Ring the council', dueOn: today }],
    [
      'bookAppointment',
      { caseId: theCase.id, kind: 'ADVICE', startsAt: new Date(Date.now() + 3_600_000).toISOString(), method: 'PHONE' },
    ],
    ['updateCase', { caseId: theCase.id, tags: ['own staff'] }],
    [
      'recordContactPoint',
      { clientId: theCase.client.id, contactPoint: { kind: 'EMAIL', value: 'a@b.org', safe: true } },
    ],
  ] as const) {
    const outcome = await cases.command(manager, name, input)
    if (outcome.code) throw new Error(`${name}: ${outcome.code}`)
  }
  const [row] = await database.query<{ reference: string }>('select reference from cases.case_file where id = $1', [
    theCase.id,
  ])
  return { ...theCase, noteId, reference: row!.reference }
}

const ways = /* GraphQL */ `
  query (
    $id: ID!
    $reference: String!
    $client: ID!
    $centre: ID!
    $name: String!
    $from: DateTime!
    $to: DateTime!
    $due: Date!
    $note: ID!
  ) {
    byId: case(id: $id) {
      id
    }
    byReference: caseByReference(reference: $reference) {
      id
    }
    listed: cases(first: 50, filter: { centreId: $centre }) {
      totalCount
      edges {
        node {
          id
        }
      }
    }
    found: cases(first: 50, search: $reference) {
      totalCount
    }
    client(id: $client) {
      id
      contactPoints {
        id
      }
    }
    similarClients(centreId: $centre, name: $name) {
      id
    }
    followUps(centreId: $centre, dueBy: $due) {
      totalCount
    }
    tasks(centreId: $centre) {
      totalCount
    }
    appointments(from: $from, to: $to, centreId: $centre) {
      id
    }
    caseTags(centreId: $centre)
    _entities(
      representations: [
        { __typename: "Case", id: $id }
        { __typename: "Note", id: $note }
        { __typename: "Client", id: $client }
      ]
    ) {
      __typename
    }
  }
`
type Seen = Record<string, unknown> & {
  byId: { id: string } | null
  byReference: { id: string } | null
  listed: { totalCount: number }
  found: { totalCount: number }
  client: { id: string } | null
  similarClients: unknown[]
  followUps: { totalCount: number }
  tasks: { totalCount: number }
  appointments: unknown[]
  caseTags: string[]
  _entities: unknown[]
}

/** How many of the ways lead to the case. */
async function waysTo(viewer: Claims, theCase: Awaited<ReturnType<typeof aFullCase>>): Promise<Record<string, number>> {
  const seen = await cases.as(viewer).ask<Seen>(ways, {
    id: theCase.id,
    reference: theCase.reference,
    client: theCase.client.id,
    centre: theCase.centreId,
    name: `${theCase.client.givenNames} ${theCase.client.familyName}`,
    note: theCase.noteId,
    due: today,
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 86_400_000).toISOString(),
  })
  return {
    byId: seen.byId ? 1 : 0,
    byReference: seen.byReference ? 1 : 0,
    listed: seen.listed.totalCount,
    found: seen.found.totalCount,
    client: seen.client ? 1 : 0,
    similarClients: seen.similarClients.length,
    followUps: seen.followUps.totalCount,
    tasks: seen.tasks.totalCount,
    appointments: seen.appointments.length,
    caseTags: seen.caseTags.length,
    entities: seen._entities.filter((entity) => entity !== null).length,
  }
}
const all = {
  byId: 1,
  byReference: 1,
  listed: 1,
  found: 1,
  client: 1,
  similarClients: 1,
  followUps: 1,
  tasks: 1,
  appointments: 1,
  caseTags: 1,
  entities: 3,
}
const nothing = Object.fromEntries(Object.keys(all).map((way) => [way, 0]))

test('for those who are not allowed it exists by no way; for the others by each', async () => {
  const centre = await cases.aCentre()
  const theCase = await aFullCase(centre)
  const named = aViewer({ at: centre })
  const other = aViewer({ at: centre })
  cases.graph.memberships.set(named.sub, { [centre.id]: ['ADVISER'] })
  expect(await waysTo(other, theCase), 'before').toEqual(all)
  expect(
    await cases.command(
      holderOf('CENTRE_MANAGER', centre),
      'restrictCase',
      { caseId: theCase.id, reason: 'The client works here', allowedUserIds: [named.sub] },
      'restriction { reason allowed { id } since by { id } openedUntil }',
    ),
  ).toMatchObject({ restriction: { reason: 'The client works here', allowed: [{ id: named.sub }], openedUntil: null } })
  for (const role of ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'] as const)
    expect([role, await waysTo(holderOf(role, centre), theCase)]).toEqual([role, all])
  expect(await waysTo(named, theCase)).toEqual(all)
  for (const role of ['ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'DPO', 'AUDITOR'] as const)
    expect([role, await waysTo(holderOf(role, centre), theCase)]).toEqual([role, nothing])
  // A manager elsewhere has no say here.
  const elsewhere = await cases.aCentre()
  const manager = { ...other, c: { ...other.c, [elsewhere.id]: ['CENTRE_MANAGER' as const] } }
  expect(await waysTo(manager, theCase)).toEqual(nothing)
  await cases.command(holderOf('SAFEGUARDING_LEAD', centre), 'liftRestriction', {
    caseId: theCase.id,
    reason: 'The client has left',
  })
  expect(await waysTo(other, theCase), 'after').toEqual(all)
  const events = (await cases.events(theCase.id)).map(({ action, facts }) => [action, facts])
  expect(events).toContainEqual(['cases.case.restricted', { caseId: theCase.id, allowedUserIds: [named.sub] }])
  expect(events).toContainEqual(['cases.case.unrestricted', { caseId: theCase.id }])
})

test('a client with an open case besides stays visible, without the restricted one', async () => {
  const centre = await cases.aCentre()
  const theCase = await aFullCase(centre)
  const other = aViewer({ at: centre })
  await cases.command(other, 'openCase', { centreId: centre.id, clientId: theCase.client.id })
  await restrict(database, theCase)
  const seen = await cases
    .as(other)
    .ask<{ client: { cases: { id: string }[] } }>('query ($id: ID!) { client(id: $id) { cases { id } } }', {
      id: theCase.client.id,
    })
  expect(seen.client.cases).toHaveLength(1)
  expect(seen.client.cases[0]!.id).not.toBe(theCase.id)
})

test('commands know nothing of it either', async () => {
  const centre = await cases.aCentre()
  const other = aViewer({ at: centre })
  for (const mutation of ['addNote', 'amendNote', 'completeTask', 'updateClient', 'changeStage', 'recordEmergency']) {
    const { theCase, input } = await targetOf(cases, mutation, { centre, stage: 'FACT_FIND' })
    await restrict(database, theCase)
    expect([mutation, (await cases.command(other, mutation, input)).code]).toEqual([mutation, 'NOT_FOUND'])
  }
})

test('who knows its id or reference is told that it is there, and opens it with a reason for eight hours', async () => {
  const centre = await cases.aCentre()
  const theCase = await aFullCase(centre)
  await restrict(database, theCase)
  const adviser = aViewer({ at: centre })
  const ask = async (viewer: Claims, idOrReference: string) =>
    (
      await cases
        .as(viewer)
        .ask<{ restrictedCase: object | null }>(
          'query ($of: String!) { restrictedCase(idOrReference: $of) { id hours } }',
          {
            of: idOrReference,
          },
        )
    ).restrictedCase
  const notice = { id: theCase.id, hours: 8 }
  expect(await ask(adviser, theCase.id)).toEqual(notice)
  expect(await ask(adviser, ` ${theCase.reference.toLowerCase()} `)).toEqual(notice)
  for (const role of ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR', 'NETWORK_ADMIN', 'CLIENT'] as const)
    expect([role, await ask(holderOf(role, centre), theCase.id)]).toEqual([role, null])
  expect(await ask(aViewer({ at: await cases.aCentre() }), theCase.id)).toBeNull()
  expect(await ask(adviser, newId())).toBeNull()
  expect(await ask(adviser, "'; nonsense")).toBeNull()

  const opened = await cases.command(
    adviser,
    'breakGlass',
    { caseId: theCase.id, reason: 'Bailiffs are at the door' },
    'reference restriction { openedUntil openings { by { id } reason at until } }',
  )
  expect(opened).toMatchObject({ reference: theCase.reference, restriction: { openedUntil: expect.any(String) } })
  const opening = { by: { id: adviser.sub }, reason: 'Bailiffs are at the door' }
  expect(opened).toMatchObject({ restriction: { openings: [opening] } })
  const openings = async (viewer: Claims) =>
    (
      await cases
        .as(viewer)
        .ask<{ case: { restriction: { openings: object[] } } }>(
          'query ($id: ID!) { case(id: $id) { restriction { openings { by { id } reason } } } }',
          { id: theCase.id },
        )
    ).case.restriction.openings
  for (const role of ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'] as const)
    expect([role, await openings(holderOf(role, centre))]).toEqual([role, [opening]])
  const second = aViewer({ at: centre })
  await cases.command(second, 'breakGlass', { caseId: theCase.id, reason: 'The client rang' })
  expect(await openings(second), 'of others nothing').toEqual([{ by: { id: second.sub }, reason: 'The client rang' }])
  expect(await waysTo(adviser, theCase)).toEqual(all)
  expect(await waysTo(aViewer({ at: centre }), theCase), 'a colleague').toEqual(nothing)
  expect(await ask(adviser, theCase.id), 'it is open').toBeNull()
  const event = (await cases.events(theCase.id)).find(({ action }) => action === 'cases.restricted_case.break_glass')
  expect(event).toMatchObject({ actor_id: adviser.sub, facts: { caseId: theCase.id } })
  const hours = (new Date(event!.facts['until'] as string).getTime() - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(7.9)
  expect(hours).toBeLessThanOrEqual(8)

  await database.query(
    `update cases.case_access set opened_at = opened_at - interval '9 hours', until = until - interval '9 hours' where case_id = $1`,
    [theCase.id],
  )
  expect(await waysTo(adviser, theCase), 'after eight hours').toEqual(nothing)
})

const viewedBy = async (theCase: TestCase) =>
  (await cases.events(theCase.id))
    .filter(({ action }) => action === 'cases.restricted_case.viewed')
    .map(({ actor_id }) => actor_id)

test('whoever looks is in the ledger, once an hour and person; a list leaves nothing', async () => {
  const centre = await cases.aCentre()
  const [theCase, open] = [await aFullCase(centre), await aFullCase(centre)]
  const named = aViewer({ at: centre })
  const manager = holderOf('CENTRE_MANAGER', centre)
  await restrict(database, theCase, [named.sub])
  const look = (viewer: Claims, { id } = theCase) =>
    cases.as(viewer).ask('query ($id: ID!) { case(id: $id) { reference notes { totalCount } } }', { id })
  await cases.as(manager).ask('{ cases(first: 50) { edges { node { reference client { name } } } } }')
  await look(aViewer({ at: centre }))
  await look(named, open)
  await Promise.all([look(named), look(named), look(named)])
  await look(named)
  await waitUntil('the first view is recorded', async () => (await viewedBy(theCase)).length === 1)
  await look(manager)
  await waitUntil('the second view is recorded', async () => (await viewedBy(theCase)).length === 2)
  expect(await viewedBy(theCase)).toEqual([named.sub, manager.sub])
  expect(await viewedBy(open)).toEqual([])
  const opener = aViewer({ at: centre })
  await cases.command(opener, 'breakGlass', { caseId: theCase.id, reason: 'The client is in danger' })
  await look(opener)
  await waitUntil('the third view is recorded', async () => (await viewedBy(theCase)).length === 3)
  expect(
    (await cases.events(theCase.id))
      .filter(({ action }) => action === 'cases.restricted_case.viewed')
      .map(({ facts }) => facts['access']),
  ).toEqual(['ALLOWED', 'ALLOWED', 'BREAK_GLASS'])

  // The next hour counts anew, and so does a process that remembers nothing.
  await database.query(`update cases.restricted_view set hour = hour - interval '1 hour' where user_id = $1`, [
    named.sub,
  ])
  await using second = await startAnother()
  await second.as(named).ask('query ($id: ID!) { case(id: $id) { reference } }', { id: theCase.id })
  await waitUntil('the view of the next hour is recorded', async () => (await viewedBy(theCase)).length === 4)
})

test('a view that cannot be written fails no read, and is written later', async () => {
  const centre = await cases.aCentre()
  const theCase = await aFullCase(centre)
  const manager = holderOf('CENTRE_MANAGER', centre)
  await restrict(database, theCase)
  await database.query('revoke insert on cases.restricted_view from cases_app')
  try {
    const seen = await cases
      .as(manager)
      .ask<{ case: { id: string } }>('query ($id: ID!) { case(id: $id) { id } }', { id: theCase.id })
    expect(seen.case.id).toBe(theCase.id)
    expect(await viewedBy(theCase)).toEqual([])
  } finally {
    await database.query('grant insert on cases.restricted_view to cases_app')
  }
  await waitUntil('the view is recorded', async () => (await viewedBy(theCase)).length === 1)
})

test('a restricted case is given only to those who may see it', async () => {
  const centre = await cases.aCentre()
  const theCase = await aFullCase(centre)
  const [named, other] = [aViewer({ at: centre }), aViewer({ at: centre })]
  for (const { sub } of [named, other]) cases.graph.memberships.set(sub, { [centre.id]: ['ADVISER'] })
  await restrict(database, theCase, [named.sub])
  const assign = (adviserId: string) =>
    cases.command(holderOf('CENTRE_MANAGER', centre), 'assignCase', { caseId: theCase.id, adviserId })
  expect(await assign(other.sub)).toMatchObject({ code: 'NOT_AMONG_ALLOWED', field: 'adviserId' })
  expect(await assign(named.sub)).toMatchObject({ __typename: 'Case' })
})

test('every table whose rows belong to a case or client is kept apart', async () => {
  const loose = await database.query<{ name: string; column: string }>(
    `select c.table_name as name, c.column_name as column from information_schema.columns c
     join pg_tables t on t.schemaname = c.table_schema and t.tablename = c.table_name
     where c.table_schema = 'cases' and c.table_name <> 'case_file' and c.column_name = case
         when exists (select from information_schema.columns o where o.table_schema = 'cases' and o.table_name = c.table_name and o.column_name = 'case_id') then 'case_id' else 'client_id' end
       and not exists (select from pg_policies p where p.schemaname = 'cases' and p.tablename = c.table_name and p.permissive = 'RESTRICTIVE' and p.qual like '%' || c.column_name || '%')`,
  )
  // Whoever opens a hidden case writes this row; it is read by the person and by those who see every case.
  expect(loose).toEqual([{ name: 'case_access', column: 'case_id' }])
})

test('nothing that leads to a case is remembered by the router', async () => {
  const { readFile } = await import('node:fs/promises')
  const sdl = await readFile(new URL('../schema.graphql', import.meta.url), 'utf8')
  const remembered = sdl.split('\n').filter((line) => /^(?!directive).*@cacheControl\(maxAge/.test(line))
  expect(remembered.map((line) => line.trim().split(/[ (:]/).slice(0, 2).join(' ').trim())).toEqual([
    'noteTemplates centreId',
    'type NoteTemplate',
  ])
})

async function startAnother() {
  const { startSubgraph } = await import('@cma/testing')
  const { subgraph } = await import('./subgraph.ts')
  return startSubgraph(subgraph, { routerUrl: cases.graph.url, database })
}
