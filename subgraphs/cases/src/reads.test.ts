import { aCase, aNote, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { roles } from '../test/oracle.ts'
import { holderOf, startCases } from '../test/start-cases.ts'

// Every query and entity x every role x one's own centre, a neighbour in the network and a stranger.

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases

// Written apart from policies.ts.
const readsCases = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'AUDITOR',
]
const networkWide = ['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR', 'NETWORK_ADMIN']

const centre = await cases.aCentre()
const neighbour = await cases.aCentre({ networkId: centre.networkId })
const stranger = await cases.aCentre()
const adviser = holderOf('ADVISER', centre)
const theCase = await aCase(database, { centre, adviser, tags: ['rent'] })
const note = await aNote(database, { on: theCase, followUpOn: '2026-01-01' })
const task = await cases.command(adviser, 'addTask', { caseId: theCase.id, title: 'Ring the council' })
const appointment = await cases.command(adviser, 'bookAppointment', {
  caseId: theCase.id,
  kind: 'FIRST',
  startsAt: new Date().toISOString(),
  method: 'PHONE',
})
const template = await cases.command(holderOf('SUPERVISOR', centre), 'saveNoteTemplate', {
  centreId: centre.id,
  name: 'First call',
  category: 'ADVICE',
  body: 'We spoke about',
})

const [from, to] = [new Date(Date.now() - 86_400_000).toISOString(), new Date(Date.now() + 86_400_000).toISOString()]
type List = { totalCount: number; edges: { node: { id: string } }[] }
type Data = Record<'cases' | 'followUps' | 'tasks', List> &
  Record<'case' | 'caseByReference' | 'client', unknown> &
  Record<'similarClients' | 'appointments' | 'noteTemplates' | 'caseTags' | '_entities', unknown[]>

const queries: Record<string, [document: string, seen: (data: Data) => unknown]> = {
  cases: [
    `{ cases { totalCount edges { node { id } } } }`,
    (data) => data.cases.totalCount > 0 && data.cases.edges.some((edge) => edge.node.id === theCase.id),
  ],
  'cases, by search': [
    `{ cases(search: "${theCase.reference}") { totalCount } }`,
    (data) => data.cases.totalCount === 1,
  ],
  'cases, by centre': [
    `{ cases(filter: { centreId: "${centre.id}" }) { totalCount } }`,
    (data) => data.cases.totalCount > 0,
  ],
  case: [`{ case(id: "${theCase.id}") { id } }`, (data) => data.case],
  caseByReference: [
    `{ caseByReference(reference: " ${theCase.reference.toLowerCase()} ") { id } }`,
    (data) => data.caseByReference,
  ],
  client: [`{ client(id: "${theCase.client.id}") { id } }`, (data) => data.client],
  similarClients: [
    `{ similarClients(centreId: "${centre.id}", name: "Alix Exampel") { id } }`,
    (data) => data.similarClients.length > 0,
  ],
  followUps: [
    `{ followUps { totalCount edges { node { id } } } }`,
    (data) => data.followUps.totalCount > 0 && data.followUps.edges.length > 0,
  ],
  tasks: [
    `{ tasks { totalCount edges { node { id } } } }`,
    (data) => data.tasks.totalCount > 0 && data.tasks.edges.length > 0,
  ],
  appointments: [`{ appointments(from: "${from}", to: "${to}") { id } }`, (data) => data.appointments.length > 0],
  noteTemplates: [`{ noteTemplates(centreId: "${centre.id}") { id } }`, (data) => data.noteTemplates.length > 0],
  caseTags: [`{ caseTags(centreId: "${centre.id}") }`, (data) => data.caseTags.length > 0],
  ...Object.fromEntries(
    Object.entries({
      Case: theCase.id,
      Client: theCase.client.id,
      Note: note.id,
      Task: task.id,
      Appointment: appointment.id,
      NoteTemplate: template.id,
    }).map(([type, id]) => [
      `the entity ${type}`,
      [
        `{ _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ...on ${type} { id } } }`,
        (data: Data) => data._entities[0],
      ],
    ]),
  ),
}

test('every query of the contract is here', async () => {
  const { __schema } = await cases
    .as(adviser)
    .ask<{ __schema: { queryType: { fields: { name: string }[] } } }>('{ __schema { queryType { fields { name } } } }')
  const names = __schema.queryType.fields.map((field) => field.name).filter((name) => !name.startsWith('_'))
  // What is for those from whom a case is hidden is in restricted-cases.test.ts, what compares cases beside its resolver.
  expect([...Object.keys(queries), 'restrictedCase', 'outcomesByVulnerabilityDriver']).toEqual(
    expect.arrayContaining(names),
  )
})

test.for(Object.entries(queries))('who sees %s', async ([, [document, seen]]) => {
  for (const role of roles) {
    for (const home of [centre, neighbour, stranger]) {
      const shows = readsCases.includes(role) && (home === centre || (home === neighbour && networkWide.includes(role)))
      const data = await cases.as(holderOf(role, home)).ask<Data>(document)
      expect([
        role,
        home === centre ? 'here' : home === neighbour ? 'next door' : 'elsewhere',
        Boolean(seen(data)),
      ]).toEqual([role, home === centre ? 'here' : home === neighbour ? 'next door' : 'elsewhere', shows])
    }
  }
  expect(Boolean(seen(await cases.as(aViewer()).ask<Data>(document)))).toBe(false)
})

test('national insurance number and health come to those who need them, and are not in the database in clear', async () => {
  const own = await aCase(database, { centre, adviser })
  await cases.command(adviser, 'recordSensitiveDetails', {
    clientId: own.client.id,
    nationalInsuranceNumber: 'qq 12 34 56 c',
    healthNote: 'Depression since 2024',
  })
  const read = async (viewer: ReturnType<typeof aViewer>) =>
    (
      await cases
        .as(viewer)
        .ask<{ client: unknown }>(
          'query ($id: ID!) { client(id: $id) { nationalInsuranceNumber healthNote hasSensitiveDetails } }',
          {
            id: own.client.id,
          },
        )
    ).client
  const whole = { nationalInsuranceNumber: 'QQ123456C', healthNote: 'Depression since 2024', hasSensitiveDetails: true }
  const nothing = { nationalInsuranceNumber: null, healthNote: null, hasSensitiveDetails: true }
  expect(await read(adviser)).toEqual(whole)
  for (const role of ['SUPERVISOR', 'CENTRE_MANAGER'] as const)
    expect([role, await read(holderOf(role, centre))]).toEqual([role, whole])
  for (const role of [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SAFEGUARDING_LEAD',
    'COMPLIANCE_OFFICER',
    'DPO',
    'AUDITOR',
  ] as const)
    expect([role, await read(holderOf(role, centre))]).toEqual([role, nothing])
  for (const role of ['NETWORK_ADMIN', 'CLIENT', 'PARTNER_APP'] as const)
    expect([role, await read(holderOf(role, centre))]).toEqual([role, null])
  expect(await read(holderOf('CENTRE_MANAGER', neighbour))).toBeNull()

  const [stored] = await database.query<{ row: string }>(
    'select t::text as row from cases.sensitive_details t where client_id = $1',
    [own.client.id],
  )
  expect(stored!.row).not.toMatch(/QQ123456C|Depression/)
  expect(JSON.stringify(await cases.events(own.client.id))).not.toMatch(/QQ123456C|Depression/)
})

test('a value copied to another client is not read there', async () => {
  const [one, two] = [await aCase(database, { centre, adviser }), await aCase(database, { centre, adviser })]
  for (const { client } of [one, two])
    await cases.command(adviser, 'recordSensitiveDetails', {
      clientId: client.id,
      nationalInsuranceNumber: 'QQ123456C',
    })
  await database.query(
    'update cases.sensitive_details set national_insurance_number = (select national_insurance_number from cases.sensitive_details where client_id = $1) where client_id = $2',
    [one.client.id, two.client.id],
  )
  const { errors, data } = await cases
    .as(adviser)
    .send<{ client: { nationalInsuranceNumber: string | null } }>(
      'query ($id: ID!) { client(id: $id) { nationalInsuranceNumber } }',
      { id: two.client.id },
    )
  expect(data.client.nationalInsuranceNumber).toBeNull()
  expect(errors![0]!.extensions!.code).toBe('INTERNAL_SERVER_ERROR')
})

test('partner software, whose id is no uuid, gets empty lists', async () => {
  const partner = holderOf('PARTNER_APP', centre)
  expect(
    await cases
      .as(partner)
      .ask(
        `{ cases(filter: { mine: true }) { totalCount } tasks(mine: true) { totalCount } followUps(mine: true) { totalCount } appointments(mine: true, from: "${from}", to: "${to}") { id } }`,
      ),
  ).toEqual({ cases: { totalCount: 0 }, tasks: { totalCount: 0 }, followUps: { totalCount: 0 }, appointments: [] })
})

test('an id that is none belongs to nothing', async () => {
  expect(
    await cases
      .as(adviser)
      .ask(
        '{ case(id: "1") { id } client(id: "x") { id } similarClients(centreId: "y", name: "A") { id } caseTags(centreId: "z") cases(filter: { centreId: "w" }) { totalCount } tasks(centreId: "v") { totalCount } followUps(centreId: "u") { totalCount } }',
      ),
  ).toEqual({
    case: null,
    client: null,
    similarClients: [],
    caseTags: [],
    cases: { totalCount: 0 },
    tasks: { totalCount: 0 },
    followUps: { totalCount: 0 },
  })
})
