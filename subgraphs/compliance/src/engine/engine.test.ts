import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'

const stack = fileStack()
const { tell, dueAt, database, centre, clock } = stack.use(await anEngine({ at: '2026-11-24T10:00:00Z' }))

const checklists = (caseId: string) =>
  database.query<{ code: string; version: string; items: string[]; weight: number }>(
    `select l.code, f.version, c.applicable_weight weight,
       array(select r.code from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id
             where i.case_checklist_id = c.id and i.applies order by r.code) items
     from compliance.case_checklist c join compliance.checklist l on l.id = c.checklist_id join compliance.framework f on f.id = l.framework_id
     where c.case_id = $1 order by l.code`,
    [caseId],
  )

test('a case that is opened gets what it is held to, once, and the clock of first contact', async () => {
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }))
  expect(await checklists(work.caseId)).toMatchObject([
    { code: 'CD-CASE', version: '1', weight: 16, items: ['CD-03', 'CD-04', 'CD-05', 'CD-06'] },
    { code: 'CONC8-CASE', version: '1', weight: 40 },
  ])
  expect(await dueAt(work.caseId)).toEqual({ 'C8-01': '2026-11-26T23:59:59.999Z' })
})

test('a joint case is held to C8-15 too, also when it becomes joint later; advice given once is not held to creditor letters', async () => {
  const work = casework(centre)
  await tell(work.opened())
  await tell(work.updated({ joint: true }))
  expect((await checklists(work.caseId))[1]).toMatchObject({ weight: 43, items: expect.arrayContaining(['C8-15']) })
  await tell(work.updated({ joint: false, type: 'ONE_OFF_ADVICE' }))
  const [duty, conduct] = await checklists(work.caseId)
  expect(conduct!.items).toEqual([
    'C8-01',
    'C8-02',
    'C8-03',
    'C8-04',
    'C8-05',
    'C8-06',
    'C8-07',
    'C8-08',
    'C8-09',
    'C8-10',
  ])
  expect(duty!.items).toEqual(['CD-03', 'CD-04', 'CD-05'])
  expect(conduct!.weight).toBe(31)
})

test('deadlines move with their anchor, and go with it', async () => {
  const work = casework(centre)
  const advice = { appointmentId: '0195a000-0000-7000-8000-000000000001', kind: 'ADVICE' }
  await tell(
    work.opened({ at: '2026-11-02T09:00:00Z' }),
    work.appointment('booked', { ...advice, startsAt: '2026-11-10T10:00:00Z' }),
  )
  expect(await dueAt(work.caseId)).not.toHaveProperty('C8-10')

  await tell(work.appointment('attended', { ...advice, startsAt: '2026-11-10T10:00:00Z' }))
  expect(await dueAt(work.caseId)).toMatchObject({
    'C8-03': '2026-11-10T23:59:59.999Z',
    'C8-10': '2026-11-17T23:59:59.999Z',
    'CD-05': '2026-11-10T23:59:59.999Z',
  })

  await tell(work.appointment('attended', { ...advice, startsAt: '2026-11-20T10:00:00Z' }))
  expect(await dueAt(work.caseId)).toMatchObject({
    'C8-03': '2026-11-20T23:59:59.999Z',
    'C8-10': '2026-11-27T23:59:59.999Z',
  })

  await tell(work.appointment('missed', { ...advice, startsAt: '2026-11-20T10:00:00Z' }))
  expect(Object.keys(await dueAt(work.caseId))).toEqual(['C8-01'])
})

test('a case of Scotland keeps the working days of Scotland, from the day on which it is known to be one', async () => {
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-27T10:00:00Z' }))
  expect(await dueAt(work.caseId)).toMatchObject({ 'C8-01': '2026-12-01T23:59:59.999Z' })
  await tell(work.updated({ jurisdiction: 'SCOTLAND' }))
  expect(await dueAt(work.caseId)).toMatchObject({ 'C8-01': '2026-12-02T23:59:59.999Z' }) // 30 November is St Andrew's Day
})

test('a closed case has no clocks; reopened, it has them again', async () => {
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }), work.moved('ENQUIRY', 'CLOSED'))
  expect(await dueAt(work.caseId)).toEqual({})
  await tell(work.moved('CLOSED', 'ENQUIRY'))
  expect(await dueAt(work.caseId)).toHaveProperty('C8-01')
})

test('each case has one job at its next moment, which moves and goes with it', async () => {
  const work = casework(centre)
  const job = () =>
    database.query<{ at: string }>(
      `select to_char(run_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') at from compliance_jobs.jobs where key = $1`,
      [`case:${work.caseId}`],
    )
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }))
  expect(await job()).toEqual([{ at: '2026-11-27 00:00' }])
  const id = '0195a000-0000-7000-8000-00000000000a'
  await tell(work.appointment('attended', { appointmentId: id, kind: 'FACT_FIND', startsAt: '2026-11-25T09:00:00Z' }))
  expect(await job()).toEqual([{ at: '2026-11-26 00:00' }])
  await tell(
    work.appointment('cancelled', { appointmentId: id, kind: 'FACT_FIND', startsAt: '2026-11-25T09:00:00Z' }),
    work.moved('ENQUIRY', 'CLOSED'),
  )
  expect(await job()).toEqual([])
})

test('an event of a form that is not known is passed over, and what follows is taken', async () => {
  const work = casework(centre)
  await tell(
    { action: 'cases.case.opened', centre, facts: { caseId: work.caseId, type: 'SOMETHING_NEW' } },
    work.noted('ADVICE'),
  )
  expect(await checklists(work.caseId)).toEqual([])
  await tell(work.opened())
  expect(await checklists(work.caseId)).toHaveLength(2)
})

test('a case opened before any version was in force gets the first', async () => {
  const work = casework(centre)
  await tell(work.opened({ at: '2013-05-01T09:00:00Z' }))
  expect((await checklists(work.caseId)).map(({ version }) => version)).toEqual(['1', '1'])
  expect(clock.now().toISOString()).toBe('2026-11-24T10:00:00.000Z')
})
