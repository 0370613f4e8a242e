import { newId } from '@cma/runtime'
import { waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'

// What is looked at once a day over all centres; each test has a database of its own, since the day is looked at once for all.

type Engine = Awaited<ReturnType<typeof anEngine>>

/** Five cases that nobody has worked on, taken together. */
async function openCases(engine: Engine, { count = 5, adviserId = newId(), at = '2026-09-30T09:00:00Z' } = {}) {
  const works = Array.from({ length: count }, () => casework(engine.centre))
  await engine.tell(...works.map((work) => work.opened({ adviserId, at })))
  return { works, adviserId }
}

/** A record of an earlier day, as the engine would have left it. */
async function recordOf(engine: Engine, takenOn: string, { done = 10, cases = 5 } = {}) {
  await waitUntil(
    'the frameworks to be laid in',
    async () => (await engine.database.query(`select 1 from compliance.framework where code = 'CONC8'`)).length > 0,
    { deadlineMs: 20_000 },
  )
  await engine.database.query(
    `insert into compliance.completion_snapshot (centre_id, framework_id, taken_on, open_cases, done_weight, applicable_weight, late_items)
     select $1, id, $2, $3, $4, 100, 0 from compliance.framework where code = 'CONC8' order by effective_from limit 1`,
    [engine.centre.id, takenOn, cases, done],
  )
}

const recordsOf = async (engine: Engine, day: string) =>
  engine.database.query<{ cases: number; done: number; applicable: number; late: number }>(
    `select s.open_cases cases, s.done_weight done, s.applicable_weight applicable, s.late_items late from compliance.completion_snapshot s
     join compliance.framework w on w.id = s.framework_id where s.centre_id = $1 and s.taken_on = $2 and w.code = 'CONC8'`,
    [engine.centre.id, day],
  )

async function looked(engine: Engine, day: string) {
  await waitUntil('the day to be looked at', async () => (await recordsOf(engine, day)).length > 0, {
    deadlineMs: 20_000,
  })
  await engine.taken()
}

async function passTo(engine: Engine, moment: string, day = moment.slice(0, 10)) {
  await engine.passTo(moment)
  await looked(engine, day)
}

const alertsOf = (engine: Engine, code: string) =>
  engine.database.query<{ state: string; roles: string[]; due: string | null; facts: Record<string, unknown> }>(
    `select state, recipient_roles roles, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') due, facts
     from compliance.alert where centre_id = $1 and code = $2 order by sequence`,
    [engine.centre.id, code],
  )

const drops: Array<
  [what: string, day: string, record: { done: number; cases?: number }, cases: number, raised: boolean]
> = [
  ['ten points in seven days', '2026-09-24', { done: 10 }, 5, true],
  ['nine points', '2026-09-24', { done: 9 }, 5, false],
  ['ten points, with four cases now', '2026-09-24', { done: 10 }, 4, false],
  ['ten points, with four cases then', '2026-09-24', { done: 10, cases: 4 }, 5, false],
  ['ten points in six days', '2026-09-25', { done: 10 }, 5, false],
  ['ten points, with the last record 13 days ago', '2026-09-18', { done: 10 }, 5, true],
  ['ten points, with the last record 14 days ago', '2026-09-17', { done: 10 }, 5, false],
]

test.each(drops)('%s', async (_what, day, record, count, raised) => {
  await using engine = await anEngine({ at: '2026-10-01T09:00:00Z' })
  await recordOf(engine, day, record)
  await openCases(engine, { count })
  await looked(engine, '2026-10-01')
  const alerts = await alertsOf(engine, 'COMPLETION_DROP')
  expect(alerts).toHaveLength(raised ? 1 : 0)
  if (raised)
    expect(alerts[0]).toMatchObject({
      state: 'OPEN',
      roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'],
      due: null,
      facts: { points: 10, since: day },
    })
})

test(
  'a drop is told of once, and closes when completion is near that of a week before',
  { timeout: 60_000 },
  async () => {
    await using engine = await anEngine({ at: '2026-10-01T09:00:00Z' })
    await recordOf(engine, '2026-09-24', { done: 30 })
    await recordOf(engine, '2026-09-26', { done: 9 })
    await openCases(engine)
    await looked(engine, '2026-10-01')
    await passTo(engine, '2026-10-02T09:00:00Z') // against the record of the 24th still
    expect(await alertsOf(engine, 'COMPLETION_DROP')).toMatchObject([{ state: 'OPEN', facts: { points: 30 } }])
    await passTo(engine, '2026-10-03T09:00:00Z')
    expect(await alertsOf(engine, 'COMPLETION_DROP')).toMatchObject([{ state: 'RESOLVED' }])
  },
)

test('a drop that goes on into another month stays the same alert', { timeout: 60_000 }, async () => {
  await using engine = await anEngine({ at: '2026-09-30T09:00:00Z' })
  await recordOf(engine, '2026-09-23', { done: 30 })
  await openCases(engine, { at: '2026-09-29T09:00:00Z' })
  await looked(engine, '2026-09-30')
  await passTo(engine, '2026-10-01T09:00:00Z')
  expect(await alertsOf(engine, 'COMPLETION_DROP')).toMatchObject([{ state: 'OPEN' }])
})

test('a day begins at midnight in London, also on the night that the clocks change', { timeout: 60_000 }, async () => {
  await using engine = await anEngine({ at: '2026-03-28T23:59:00Z' })
  await openCases(engine, { at: '2026-03-27T09:00:00Z' })
  await looked(engine, '2026-03-28')
  await passTo(engine, '2026-03-29T00:00:00Z')
  await engine.passTo('2026-03-29T22:59:59Z')
  expect(await recordsOf(engine, '2026-03-30')).toEqual([])
  await passTo(engine, '2026-03-29T23:00:00Z', '2026-03-30')
})

test(
  'what is late when the day begins counts as late, and cases that have ended do not count',
  { timeout: 60_000 },
  async () => {
    await using engine = await anEngine({ at: '2026-09-30T09:00:00Z' })
    const { works } = await openCases(engine, { count: 3 })
    await looked(engine, '2026-09-30')
    const [opened] = await recordsOf(engine, '2026-09-30')
    expect(opened).toMatchObject({ cases: 3, done: 0, late: 0 })
    await engine.tell(works[0]!.moved('ENQUIRY', 'CLOSED', { at: '2026-09-30T10:00:00Z' }))
    await passTo(engine, '2026-10-20T09:00:00Z')
    const [{ late } = { late: 0 }] = await engine.database.query<{ late: number }>(
      `select count(*)::int late from compliance.case_checklist_item i join compliance.case_checklist c on c.id = i.case_checklist_id
     join compliance.checklist l on l.id = c.checklist_id join compliance.framework w on w.id = l.framework_id and w.code = 'CONC8'
     where i.case_id = any($1) and i.applies and not i.done and i.due_at < '2026-10-20T09:00:00Z'`,
      [works.slice(1).map(({ caseId }) => caseId)],
    )
    expect(late).toBeGreaterThan(0)
    const [now] = await recordsOf(engine, '2026-10-20')
    expect(now).toMatchObject({ cases: 2, late })
  },
)

async function review(engine: Engine, caseId: string, adviserId: string) {
  await engine.database.query(
    `insert into compliance.file_review (id, centre_id, case_id, adviser_id, quarter, adviser_grade, sampled_at, due_on, state, graded_at, grade, findings)
     values ($1, $2, $3, $4, '2026-Q4', 'EXPERIENCED', '2026-12-01', '2026-12-15', 'DONE', '2026-12-10', 'GOOD', 'sealed')`,
    [newId(), engine.centre.id, caseId, adviserId],
  )
}

test(
  'too few reviewed files are told of ten days before the quarter ends, until there are enough',
  { timeout: 60_000 },
  async () => {
    await using engine = await anEngine({ at: '2026-12-20T09:00:00Z' })
    const { works, adviserId } = await openCases(engine, { count: 6, at: '2026-12-18T09:00:00Z' })
    await looked(engine, '2026-12-20')
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toEqual([])
    await passTo(engine, '2026-12-21T00:00:00Z')
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toMatchObject([
      {
        state: 'OPEN',
        roles: ['CENTRE_MANAGER'],
        due: '2026-12-31T23:59:59.999Z',
        facts: { quarter: '2026-Q4', advisers: 1, reviews: 2 },
      },
    ])
    await review(engine, works[0]!.caseId, adviserId)
    await passTo(engine, '2026-12-22T00:00:00Z')
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toMatchObject([{ state: 'OPEN' }])
    await review(engine, works[1]!.caseId, adviserId)
    await passTo(engine, '2026-12-23T00:00:00Z')
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toMatchObject([{ state: 'RESOLVED' }])
  },
)

test(
  'once the quarter is over the alert is for people to close, until the next one ends',
  { timeout: 60_000 },
  async () => {
    await using engine = await anEngine({ at: '2026-12-31T09:00:00Z' })
    await openCases(engine, { at: '2026-12-30T09:00:00Z' })
    await looked(engine, '2026-12-31')
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toHaveLength(1)
    await passTo(engine, '2027-01-01T09:00:00Z')
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toMatchObject([
      { facts: { quarter: '2026-Q4' }, state: 'OPEN' },
    ])
    await passTo(engine, '2027-03-21T09:00:00Z')
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toMatchObject([
      { facts: { quarter: '2026-Q4' }, state: 'RESOLVED' },
      { facts: { quarter: '2027-Q1' }, state: 'OPEN' },
    ])
  },
)

test(
  'an adviser without files misses none, and files of one who left are asked for like those of the experienced',
  { timeout: 60_000 },
  async () => {
    await using engine = await anEngine({ at: '2026-12-20T09:00:00Z' })
    const { centre } = engine
    const [idle, left] = [newId(), newId()]
    const membership = (action: string, userId: string, facts: object = {}) => ({
      action: `identity.membership.${action}`,
      centre,
      facts: { userId, centreId: centre.id, ...facts },
      at: '2026-12-01T09:00:00Z',
    })
    const trainee = { roles: ['TRAINEE_ADVISER'] }
    await engine.tell(
      membership('changed', idle, trainee),
      membership('changed', left, trainee),
      membership('ended', left),
    )
    await openCases(engine, { count: 6, adviserId: left, at: '2026-12-18T09:00:00Z' })
    await looked(engine, '2026-12-20')
    await passTo(engine, '2026-12-21T00:00:00Z')
    // Of a trainee, all six.
    expect(await alertsOf(engine, 'SAMPLING_SHORTFALL')).toMatchObject([{ facts: { advisers: 1, reviews: 2 } }])
  },
)
