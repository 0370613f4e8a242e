import { aCase, aNote, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { holderOf, startCases } from '../test/start-cases.ts'

// Tasks, follow-ups, appointments and emergencies: what they do, and the lists in which they are found.

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

async function scene() {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  return { centre, adviser, theCase: await aCase(database, { centre, adviser }) }
}
type List = {
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string }
  edges: { node: { id: string; title: string; body?: string; followUpOn?: string } }[]
}
type Asked = {
  tasks: List
  followUps: List
  appointments: { place: string }[]
  noteTemplates: { id: string }[]
  caseTags: string[]
  case: { nextAction: unknown }
}
const ask = (viewer: ReturnType<typeof aViewer>, query: string) => cases.as(viewer).ask<Asked>(query)

test('a task goes to the case’s adviser unless said, moves, and is done once', async () => {
  const { centre, adviser, theCase } = await scene()
  const colleague = aViewer({ at: centre })
  cases.graph.memberships.set(colleague.sub, { [centre.id]: ['VOLUNTEER_SUPPORT'] })
  const task = await cases.command(
    colleague,
    'addTask',
    { caseId: theCase.id, title: '  Ring the council ', dueOn: inDays(1) },
    'title dueOn assignee { id } doneAt',
  )
  expect(task).toMatchObject({
    title: 'Ring the council',
    dueOn: inDays(1),
    assignee: { id: adviser.sub },
    doneAt: null,
  })
  expect(
    await cases.command(
      adviser,
      'updateTask',
      { taskId: task.id, dueOn: null, assigneeId: colleague.sub },
      'title dueOn assignee { id }',
    ),
  ).toMatchObject({ title: 'Ring the council', dueOn: null, assignee: { id: colleague.sub } })
  expect(
    await cases.command(
      colleague,
      'completeTask',
      { taskId: task.id },
      'doneAt doneBy { id } case { lastActivity { kind } }',
    ),
  ).toMatchObject({
    doneAt: expect.any(String),
    doneBy: { id: colleague.sub },
    case: { lastActivity: { kind: 'TASK' } },
  })
  expect(await cases.command(adviser, 'completeTask', { taskId: task.id })).toMatchObject({
    code: 'ALREADY_DONE',
    field: 'taskId',
  })
  expect(await cases.command(adviser, 'updateTask', { taskId: task.id, title: 'x' })).toMatchObject({
    code: 'ALREADY_DONE',
  })
  expect((await cases.events(task.id)).map(({ action, facts }) => [action, facts['fields']])).toEqual([
    ['cases.task.added', undefined],
    ['cases.task.updated', ['assigneeId', 'dueOn']],
    ['cases.task.completed', undefined],
  ])
})

test('of two who complete a task at once one is told', async () => {
  const { adviser, theCase } = await scene()
  const task = await cases.command(adviser, 'addTask', { caseId: theCase.id, title: 'Ring' })
  const both = await Promise.all([
    cases.command(adviser, 'completeTask', { taskId: task.id }),
    cases.command(adviser, 'completeTask', { taskId: task.id }),
  ])
  expect(both.map(({ code }) => code ?? 'done').sort()).toEqual(['ALREADY_DONE', 'done'])
})

test('tasks are listed by due date, those without one last, page by page', async () => {
  const { adviser, theCase, centre } = await scene()
  for (const [title, dueOn] of [
    ['none', null],
    ['late', inDays(5)],
    ['soon', inDays(1)],
    ['also soon', inDays(1)],
    ['also none', null],
  ])
    await cases.command(adviser, 'addTask', { caseId: theCase.id, title, dueOn })
  const list = async (args: string) =>
    (
      await ask(
        adviser,
        `{ tasks(${args}) { totalCount pageInfo { hasNextPage endCursor } edges { node { title } } } }`,
      )
    ).tasks
  const titles = (page: List) => page.edges.map(({ node }) => node.title)
  const walked: string[] = []
  for (let after = '', more = true; more;) {
    const page = await list(`first: 2${after}`)
    walked.push(...titles(page))
    more = page.pageInfo.hasNextPage
    after = `, after: "${page.pageInfo.endCursor}"`
  }
  expect(walked).toEqual(['soon', 'also soon', 'late', 'none', 'also none'])
  expect(titles(await list(`dueBy: "${inDays(2)}"`))).toEqual(['soon', 'also soon'])
  expect((await list(`mine: true, centreId: "${centre.id}"`)).totalCount).toBe(5)
  const colleague = aViewer({ at: centre })
  expect((await ask(colleague, '{ tasks(mine: true) { totalCount } }')).tasks.totalCount).toBe(0)
})

test('follow-ups: due ones, the oldest first; done or put off they leave the list; withheld ones are not on it', async () => {
  const { adviser, theCase, centre } = await scene()
  const elsewhere = await aCase(database, { centre })
  const old = await aNote(database, { on: theCase, body: 'old', followUpOn: '2026-01-01' })
  const older = await aNote(database, { on: elsewhere, body: 'older', followUpOn: '2025-01-01' })
  await aNote(database, { on: theCase, body: 'coming', followUpOn: inDays(30) })
  await aNote(database, { on: theCase, category: 'SAFEGUARDING', body: 'secret', followUpOn: '2024-01-01' })
  const bodies = async (viewer: ReturnType<typeof aViewer>, args = '') =>
    (await ask(viewer, `{ followUps(first: 10${args}) { edges { node { body } } } }`)).followUps.edges.map(
      ({ node }) => node.body,
    )

  expect(await bodies(adviser)).toEqual(['older', 'old'])
  expect(await bodies(adviser, ', mine: true')).toEqual(['old'])
  expect(await bodies(holderOf('SAFEGUARDING_LEAD', centre))).toEqual(['secret', 'older', 'old'])
  expect(await bodies(adviser, `, dueBy: "${inDays(31)}"`)).toEqual(['older', 'old', 'coming'])

  expect(
    await cases.command(
      adviser,
      'completeFollowUp',
      { noteId: old.id },
      'followUpOn followUpDoneAt followUpDoneBy { id }',
    ),
  ).toMatchObject({ followUpOn: '2026-01-01', followUpDoneAt: expect.any(String), followUpDoneBy: { id: adviser.sub } })
  expect(await cases.command(adviser, 'completeFollowUp', { noteId: old.id })).toMatchObject({ code: 'ALREADY_DONE' })
  expect(
    await cases.command(
      adviser,
      'completeFollowUp',
      { noteId: older.id, postponeTo: inDays(7) },
      'followUpOn followUpDoneAt',
    ),
  ).toMatchObject({ followUpOn: inDays(7), followUpDoneAt: null })
  expect(await bodies(adviser)).toEqual([])
})

test('follow-ups page without gap or repeat', async () => {
  const { adviser, theCase } = await scene()
  for (const followUpOn of ['2026-01-02', '2026-01-01', '2026-01-01', '2026-01-03', '2026-01-02'])
    await aNote(database, { on: theCase, followUpOn })
  const seen: string[] = []
  for (let after = '', more = true; more;) {
    const { followUps } = await ask(
      adviser,
      `{ followUps(first: 2${after}) { pageInfo { hasNextPage endCursor } edges { node { id followUpOn } } } }`,
    )
    seen.push(...followUps.edges.map(({ node }) => `${node.followUpOn} ${node.id}`))
    more = followUps.pageInfo.hasNextPage
    after = `, after: "${followUps.pageInfo.endCursor}"`
  }
  expect(seen).toHaveLength(5)
  expect(seen).toEqual([...new Set(seen)].sort())
  expect(
    (await cases.as(adviser).send('{ followUps(after: "bm8") { totalCount } }')).errors![0]!.extensions!.code,
  ).toBe('BAD_USER_INPUT')
})

test.for(['ATTENDED', 'MISSED', 'CANCELLED'] as const)('an appointment is booked and %s', async (outcome) => {
  const { adviser, theCase } = await scene()
  const startsAt = new Date(Date.now() - 3_600_000).toISOString()
  const booked = await cases.command(
    adviser,
    'bookAppointment',
    { caseId: theCase.id, kind: 'ADVICE', startsAt, method: 'FACE_TO_FACE', place: 'Room 2' },
    'state durationMinutes startsAt adviser { id } place',
  )
  expect(booked).toMatchObject({
    state: 'BOOKED',
    durationMinutes: 60,
    startsAt,
    adviser: { id: adviser.sub },
    place: 'Room 2',
  })
  expect(
    await cases.command(adviser, 'recordAppointmentOutcome', { appointmentId: booked.id, outcome }, 'state'),
  ).toMatchObject({ state: outcome })
  expect(await cases.command(adviser, 'recordAppointmentOutcome', { appointmentId: booked.id, outcome })).toMatchObject(
    { code: 'ALREADY_DONE' },
  )
  const facts = { caseId: theCase.id, appointmentId: booked.id, kind: 'ADVICE', startsAt, adviserId: adviser.sub }
  expect((await cases.events(booked.id)).map((event) => [event.action, event.facts])).toEqual([
    ['cases.appointment.booked', facts],
    [`cases.appointment.${outcome.toLowerCase()}`, facts],
  ])
})

test('what has not begun was not attended, but can be cancelled', async () => {
  const { adviser, theCase } = await scene()
  const booked = await cases.command(adviser, 'bookAppointment', {
    caseId: theCase.id,
    kind: 'ADVICE',
    startsAt: new Date(Date.now() + 86_400_000).toISOString(),
    method: 'PHONE',
  })
  for (const outcome of ['ATTENDED', 'MISSED'])
    expect(
      await cases.command(adviser, 'recordAppointmentOutcome', { appointmentId: booked.id, outcome }),
    ).toMatchObject({ code: 'INVALID_INPUT', field: 'outcome' })
  expect(
    await cases.command(
      adviser,
      'recordAppointmentOutcome',
      { appointmentId: booked.id, outcome: 'CANCELLED' },
      'state',
    ),
  ).toMatchObject({ state: 'CANCELLED' })
})

test('appointments between two moments, and no more than a season of them', async () => {
  const { adviser, theCase, centre } = await scene()
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  for (const days of [3, 1, 2])
    await cases.command(adviser, 'bookAppointment', {
      caseId: theCase.id,
      kind: 'OTHER',
      startsAt: at(days),
      method: 'PHONE',
      place: `day ${days}`,
    })
  const places = async (viewer: ReturnType<typeof aViewer>, to: string, more = '') =>
    (await ask(viewer, `{ appointments(from: "${at(0)}", to: "${to}"${more}) { place } }`)).appointments.map(
      ({ place }) => place,
    )
  expect(await places(adviser, at(2.5))).toEqual(['day 1', 'day 2'])
  expect(await places(aViewer({ at: centre }), at(9), ', mine: true')).toEqual([])
  expect(await places(adviser, at(9), ', mine: true')).toHaveLength(3)
  for (const to of [at(-1), at(101)])
    expect(
      (await cases.as(adviser).send(`{ appointments(from: "${at(0)}", to: "${to}") { id } }`)).errors![0]!.extensions!
        .code,
    ).toBe('BAD_USER_INPUT')
})

test('the next action is what is due first, and a restricted note lends it no words', async () => {
  const { adviser, theCase, centre } = await scene()
  const next = async () =>
    (await ask(adviser, `{ case(id: "${theCase.id}") { nextAction { kind dueOn summary } } }`)).case.nextAction
  expect(await next()).toBeNull()
  await cases.command(adviser, 'bookAppointment', {
    caseId: theCase.id,
    kind: 'FACT_FIND',
    startsAt: `${inDays(40)}T12:00:00Z`,
    method: 'PHONE',
  })
  expect(await next()).toEqual({ kind: 'APPOINTMENT', dueOn: inDays(40), summary: 'Fact-find appointment' })
  await cases.command(adviser, 'addTask', { caseId: theCase.id, title: 'Ring the council', dueOn: inDays(30) })
  expect(await next()).toEqual({ kind: 'TASK', dueOn: inDays(30), summary: 'Ring the council' })
  await cases.command(adviser, 'addNote', {
    caseId: theCase.id,
    category: 'ADVICE',
    body: 'Ask about the\nsecond job',
    followUpOn: inDays(20),
  })
  expect(await next()).toEqual({ kind: 'FOLLOW_UP', dueOn: inDays(20), summary: 'Ask about the' })
  await cases.command(adviser, 'addNote', {
    caseId: theCase.id,
    category: 'VULNERABILITY',
    body: 'Hears voices',
    followUpOn: inDays(10),
  })
  expect(await next()).toEqual({ kind: 'FOLLOW_UP', dueOn: inDays(10), summary: null })
  await cases.command(adviser, 'recordEmergency', {
    caseId: theCase.id,
    kind: 'EVICTION',
    occursOn: inDays(5),
    note: 'Bailiffs at noon',
  })
  expect(await next()).toEqual({ kind: 'EMERGENCY', dueOn: inDays(5), summary: 'Bailiffs at noon' })
  expect(
    await cases.as(holderOf('NETWORK_ADMIN', centre)).ask(`{ case(id: "${theCase.id}") { nextAction { summary } } }`),
  ).toEqual({ case: null })
})

test('an emergency is recorded and dealt with once', async () => {
  const { adviser, theCase } = await scene()
  const recorded = await cases.command(
    adviser,
    'recordEmergency',
    { caseId: theCase.id, kind: 'DISCONNECTION', occursOn: inDays(1) },
    'emergencies { id kind occursOn clearedAt }',
  )
  const [emergency] = recorded.emergencies!
  expect(emergency).toMatchObject({ kind: 'DISCONNECTION', occursOn: inDays(1), clearedAt: null })
  const clear = () =>
    cases.command(adviser, 'clearEmergency', { caseId: theCase.id, emergencyId: emergency!.id }, 'emergencies { id }')
  expect(await clear()).toMatchObject({ emergencies: [] })
  expect(await clear()).toMatchObject({ code: 'ALREADY_DONE', field: 'emergencyId' })
  expect((await cases.events(theCase.id)).map(({ action }) => action)).toEqual([
    'cases.emergency.recorded',
    'cases.emergency.cleared',
  ])
})

test('templates of a centre: saved, changed, retired; a name is used once', async () => {
  const { adviser, centre } = await scene()
  const supervisor = holderOf('SUPERVISOR', centre)
  const content = {
    centreId: centre.id,
    name: 'First call',
    category: 'PHONE_CALL',
    body: 'We spoke about',
    tags: ['First'],
  }
  const saved = await cases.command(supervisor, 'saveNoteTemplate', content, 'name tags')
  expect(saved).toMatchObject({ name: 'First call', tags: ['first'] })
  expect(await cases.command(supervisor, 'saveNoteTemplate', { ...content, name: 'FIRST CALL' })).toMatchObject({
    code: 'INVALID_INPUT',
    field: 'name',
  })
  expect(
    await cases.command(
      supervisor,
      'saveNoteTemplate',
      { ...content, templateId: saved.id, body: 'Today we spoke about' },
      'body',
    ),
  ).toMatchObject({ id: saved.id, body: 'Today we spoke about' })
  expect(await cases.command(supervisor, 'retireNoteTemplate', { templateId: saved.id }, 'retiredAt')).toMatchObject({
    retiredAt: expect.any(String),
  })
  expect(await cases.command(supervisor, 'retireNoteTemplate', { templateId: saved.id })).toMatchObject({
    code: 'ALREADY_DONE',
  })
  const listed = async (args = '') =>
    (await ask(adviser, `{ noteTemplates(centreId: "${centre.id}"${args}) { id } }`)).noteTemplates.length
  expect([await listed(), await listed(', includeRetired: true')]).toEqual([0, 1])
  expect(await cases.command(supervisor, 'saveNoteTemplate', content)).not.toHaveProperty('code') // the name is free again
})

test('the tags of a centre, the most used first', async () => {
  const { adviser, centre } = await scene()
  for (const tags of [['rent'], ['rent', 'fuel'], ['fuel', 'rent', 'dro']]) await aCase(database, { centre, tags })
  expect((await ask(adviser, `{ caseTags(centreId: "${centre.id}") }`)).caseTags).toEqual(['rent', 'fuel', 'dro'])
})
