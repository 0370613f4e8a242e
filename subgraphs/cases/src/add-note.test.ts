import { newId } from '@cma/runtime'
import { aCase, aNote, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { holderOf, startCases } from '../test/start-cases.ts'

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases

const everything =
  'category priority body tags followUpOn visibility withheld contactMethod contactedAt durationMinutes attachments { id } appointment { id } author { id } version versions { version body reason writtenBy { id } } case { id lastActivity { kind } }'
const readNote = async (viewer: ReturnType<typeof aViewer>, caseId: string) =>
  (
    await cases
      .as(viewer)
      .ask<{ case: { notes: { totalCount: number; edges: { node: Record<string, unknown> }[] } } | null }>(
        `query ($id: ID!) { case(id: $id) { notes { totalCount edges { node { id ${everything} } } } } }`,
        {
          id: caseId,
        },
      )
  ).case

async function scene() {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  return { centre, adviser, theCase: await aCase(database, { centre, adviser }) }
}

test('a note is kept as it was written', async () => {
  const { centre, adviser, theCase } = await scene()
  const appointment = await cases.command(adviser, 'bookAppointment', {
    caseId: theCase.id,
    kind: 'FIRST',
    startsAt: new Date().toISOString(),
    method: 'PHONE',
  })
  const document = newId()
  const note = await cases.command(
    adviser,
    'addNote',
    {
      caseId: theCase.id,
      category: 'PHONE_CALL',
      priority: 'HIGH',
      body: '  Rang the council.\r\nThey wait until Friday.  ',
      tags: ['#Council Tax', 'council tax'],
      followUpOn: '2030-01-31',
      contactMethod: 'PHONE',
      contactedAt: '2026-01-05T09:30:00+00:00',
      durationMinutes: 15,
      attachmentIds: [document, document],
      appointmentId: appointment.id,
    },
    everything,
  )
  expect(note).toMatchObject({
    __typename: 'Note',
    category: 'PHONE_CALL',
    priority: 'HIGH',
    body: 'Rang the council.\nThey wait until Friday.',
    tags: ['council tax'],
    followUpOn: '2030-01-31',
    visibility: 'CASE_TEAM',
    withheld: false,
    contactMethod: 'PHONE',
    contactedAt: '2026-01-05T09:30:00.000Z',
    durationMinutes: 15,
    attachments: [{ id: document }],
    appointment: { id: appointment.id },
    author: { id: adviser.sub },
    version: 1,
    versions: [{ version: 1, reason: null, writtenBy: { id: adviser.sub } }],
    case: { id: theCase.id, lastActivity: { kind: 'NOTE' } },
  })
  const event = (await cases.events(theCase.id)).at(-1)!
  expect(event).toMatchObject({
    action: 'cases.note.added',
    actor_id: adviser.sub,
    centre_id: centre.id,
    entities: [
      { type: 'Case', id: theCase.id },
      { type: 'Note', id: note.id },
    ],
  })
  expect(event.facts).toEqual({
    caseId: theCase.id,
    noteId: note.id,
    category: 'PHONE_CALL',
    priority: 'HIGH',
    contactedAt: '2026-01-05T09:30:00.000Z',
    appointmentId: appointment.id,
    authorId: adviser.sub,
  })
})

test('a note that needs only what the contract asks for', async () => {
  const { adviser, theCase } = await scene()
  expect(
    await cases.command(
      adviser,
      'addNote',
      { caseId: theCase.id, category: 'ADVICE', body: 'Spoke.' },
      'priority tags followUpOn visibility',
    ),
  ).toMatchObject({ priority: 'NORMAL', tags: [], followUpOn: null, visibility: 'CASE_TEAM' })
})

// Written apart from policies.ts: who reads what a note of another person says.
const readersOf: Record<string, string[]> = {
  'PHONE_CALL CASE_TEAM': [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SUPERVISOR',
    'CENTRE_MANAGER',
    'SAFEGUARDING_LEAD',
    'COMPLIANCE_OFFICER',
    'DPO',
    'AUDITOR',
  ],
  'PHONE_CALL RESTRICTED': ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'],
  'PHONE_CALL COMPLIANCE': ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'],
  'SAFEGUARDING CASE_TEAM': ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'],
  'VULNERABILITY CENTRE': ['SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'],
}

test.for(Object.entries(readersOf))('who reads a note: %s', async ([kind, readers]) => {
  const [category, visibility] = kind.split(' ')
  const { centre, adviser, theCase } = await scene()
  const note = await cases.command(
    adviser,
    'addNote',
    {
      caseId: theCase.id,
      category,
      visibility,
      body: 'What was said in confidence',
      tags: ['secret'],
      followUpOn: '2030-01-31',
      durationMinutes: 5,
    },
    everything,
  )
  expect(note).toMatchObject({ withheld: false, body: 'What was said in confidence' }) // its author

  for (const role of [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SUPERVISOR',
    'CENTRE_MANAGER',
    'SAFEGUARDING_LEAD',
    'COMPLIANCE_OFFICER',
    'DPO',
    'AUDITOR',
  ] as const) {
    const [edge] = (await readNote(holderOf(role, centre), theCase.id))!.notes.edges
    if (readers.includes(role))
      expect([role, edge!.node['withheld'], edge!.node['body']]).toEqual([role, false, 'What was said in confidence'])
    else {
      expect([role, edge!.node]).toEqual([
        role,
        {
          id: note.id,
          category: null,
          priority: null,
          body: null,
          tags: [],
          followUpOn: null,
          visibility: note['visibility'],
          withheld: true,
          contactMethod: null,
          contactedAt: null,
          durationMinutes: null,
          attachments: [],
          appointment: null,
          author: { id: adviser.sub },
          version: 1,
          versions: [],
          case: { id: theCase.id, lastActivity: { kind: 'NOTE' } },
        },
      ])
    }
  }
  for (const role of ['NETWORK_ADMIN', 'CLIENT', 'PARTNER_APP'] as const)
    expect(await readNote(holderOf(role, centre), theCase.id)).toBeNull()
  expect(await readNote(aViewer({ at: await cases.aCentre(), roles: ['CENTRE_MANAGER'] }), theCase.id)).toBeNull()
})

test('no filter finds out what a withheld note says', async () => {
  const { centre, theCase } = await scene()
  await aNote(database, { on: theCase, category: 'SAFEGUARDING', body: 'Afraid of a neighbour', tags: ['police'] })
  await aNote(database, { on: theCase, body: 'Afraid of letters' })
  const found = async (role: 'ADVISER' | 'SAFEGUARDING_LEAD', filter: object) =>
    (
      await cases
        .as(holderOf(role, centre))
        .ask<{ case: { notes: { totalCount: number } } }>(
          'query ($id: ID!, $filter: NoteFilter) { case(id: $id) { notes(filter: $filter) { totalCount } } }',
          {
            id: theCase.id,
            filter,
          },
        )
    ).case.notes.totalCount
  for (const [filter, lead, adviser] of [
    [{ search: 'afraid' }, 2, 1],
    [{ tag: 'police' }, 1, 0],
    [{ categories: ['SAFEGUARDING'] }, 1, 0],
    [{}, 2, 2],
  ] as const) {
    expect([filter, await found('SAFEGUARDING_LEAD', filter), await found('ADVISER', filter)]).toEqual([
      filter,
      lead,
      adviser,
    ])
  }
})

test('a correction is a new version, and the earlier one stays readable', async () => {
  const { centre, adviser, theCase } = await scene()
  const note = await aNote(database, { on: theCase, author: adviser, body: 'Owes £100', tags: ['rent'] })
  const amend = (viewer: ReturnType<typeof aViewer>, body: string, expectedVersion: number, more = {}) =>
    cases.command(
      viewer,
      'amendNote',
      { noteId: note.id, body, reason: 'Misheard', expectedVersion, ...more },
      everything,
    )
  expect(await amend(adviser, 'Owes £1,000', 1)).toMatchObject({
    body: 'Owes £1,000',
    tags: ['rent'],
    version: 2,
    versions: [
      { version: 2, body: 'Owes £1,000', reason: 'Misheard', writtenBy: { id: adviser.sub } },
      { version: 1, body: 'Owes £100', reason: null },
    ],
  })
  const supervisor = holderOf('SUPERVISOR', centre)
  expect(await amend(supervisor, 'Owes £10,000', 2, { tags: [] })).toMatchObject({
    version: 3,
    tags: [],
    author: { id: adviser.sub },
    versions: [{ writtenBy: { id: supervisor.sub } }, {}, {}],
  })
  expect(await amend(aViewer({ at: centre }), 'Owes nothing', 3)).toMatchObject({ code: 'NOT_ALLOWED' })
  expect((await cases.events(note.id)).map(({ action, facts }) => [action, facts['version']])).toEqual([
    ['cases.note.amended', 2],
    ['cases.note.amended', 3],
  ])
})

test('of two corrections at once one is told of the other', async () => {
  const { adviser, theCase } = await scene()
  const note = await aNote(database, { on: theCase, author: adviser })
  const amend = (body: string) =>
    cases.command(adviser, 'amendNote', { noteId: note.id, body, reason: 'Misheard', expectedVersion: 1 })
  const codes = (await Promise.all([amend('One'), amend('Two'), amend('Three')])).map(({ code }) => code ?? 'done')
  expect(codes.sort()).toEqual(['CHANGED_MEANWHILE', 'CHANGED_MEANWHILE', 'done'])
  expect(await database.query('select version from cases.note_version where note_id = $1', [note.id])).toHaveLength(2)
})

test('who may not read a restricted note may not correct it either', async () => {
  const { centre, theCase } = await scene()
  const note = await aNote(database, { on: theCase, category: 'SAFEGUARDING' })
  expect(
    await cases.command(holderOf('SUPERVISOR', centre), 'amendNote', {
      noteId: note.id,
      body: 'x',
      reason: 'y',
      expectedVersion: 1,
    }),
  ).toMatchObject({ code: 'NOT_ALLOWED', field: 'noteId' })
})

test('the same key writes one note, also when sent twice at once', async () => {
  const { adviser, theCase } = await scene()
  const input = { caseId: theCase.id, category: 'ADVICE', body: 'Once', idempotencyKey: 'note-1' }
  const [one, two] = await Promise.all([
    cases.command(adviser, 'addNote', input),
    cases.command(adviser, 'addNote', input),
  ])
  expect(one.id).toBe(two.id)
  expect((await readNote(adviser, theCase.id))!.notes.totalCount).toBe(1)
  expect(await cases.events(theCase.id)).toHaveLength(1)
  expect(await cases.command(adviser, 'addNote', { ...input, body: 'Twice' })).toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
    field: 'idempotencyKey',
  })
})
