import { newId } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'

const stack = fileStack()
const engine = stack.use(await anEngine({ at: '2026-11-24T10:00:00Z' }))
const { database, centre, tell } = engine
const at = '2026-11-24T10:00:00Z'

const itemsOf = async (caseId: string) => {
  const rows = await database.query<{ framework: string; code: string }>(
    `select f.code framework, r.code from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id
     join compliance.checklist l on l.id = r.checklist_id join compliance.framework f on f.id = l.framework_id
     where i.case_id = $1 and i.applies order by l.code, r.position`,
    [caseId],
  )
  return Object.fromEntries(
    [...Map.groupBy(rows, (row) => row.framework)].map(([name, list]) => [name, list.map(({ code }) => code)]),
  )
}

test('a case has the two frameworks of casework, and that of Breathing Space once one is drafted', async () => {
  const work = casework(centre)
  const event = (name: string, facts: object) => ({
    action: `cases.breathing_space.${name}`,
    centre,
    at,
    facts: { caseId: work.caseId, breathingSpaceId: newId(), ...facts },
  })
  await tell(work.opened({ at }))
  expect(Object.keys(await itemsOf(work.caseId)).sort()).toEqual(['CONC8', 'CONSUMER_DUTY'])
  await tell(event('drafted', { kind: 'STANDARD', crisisEvidenceHeld: false }))
  expect((await itemsOf(work.caseId))['BREATHING_SPACE']).toEqual([
    'BS-01',
    'BS-02',
    'BS-03',
    'BS-04',
    'BS-05',
    'BS-06',
    'BS-07',
    'BS-09',
    'BS-10',
  ])
  expect(await engine.dueAt(work.caseId)).not.toHaveProperty('BS-07')
  await tell(event('started', { kind: 'STANDARD', startedOn: '2026-11-21', endsOn: '2027-01-19' }))
  expect(await engine.dueAt(work.caseId)).toMatchObject({
    'BS-05': '2026-11-21T23:59:59.999Z',
    'BS-07': '2026-12-25T23:59:59.999Z', // day 35, bank holiday or not: the law does not move it
    'BS-10': '2027-01-12T23:59:59.999Z',
  })
  await tell(
    event('creditor_review_requested', {
      reviewId: newId(),
      debtId: newId(),
      requestedOn: '2026-11-23',
      reason: 'UNFAIR_PREJUDICE',
      debtStartedOn: '2026-11-22',
    }),
  )
  expect((await itemsOf(work.caseId))['BREATHING_SPACE']).toEqual(expect.arrayContaining(['BS-08', 'BS-13']))
  expect(await engine.dueAt(work.caseId)).toMatchObject({ 'BS-08': '2026-12-26T23:59:59.999Z' })
  await tell(event('ended', { endedOn: '2026-11-24', reason: 'CANCELLED' }))
  expect(Object.keys(await engine.dueAt(work.caseId)).filter((code) => code.startsWith('BS'))).toEqual([])
})

test('a mental health crisis brings its own items, and the point of contact is asked every 30 days', async () => {
  const work = casework(centre)
  const event = (name: string, facts: object) => ({
    action: `cases.breathing_space.${name}`,
    centre,
    at,
    facts: { caseId: work.caseId, breathingSpaceId: newId(), ...facts },
  })
  await tell(
    work.opened({ at }),
    event('drafted', { kind: 'MENTAL_HEALTH_CRISIS', crisisEvidenceHeld: false }),
    event('started', { kind: 'MENTAL_HEALTH_CRISIS', startedOn: '2026-11-01', endsOn: null }),
  )
  const items = (await itemsOf(work.caseId))['BREATHING_SPACE']!
  expect(items).toEqual(expect.arrayContaining(['BS-11', 'BS-12']))
  expect(items).not.toContain('BS-07')
  expect(await engine.dueAt(work.caseId)).toMatchObject({ 'BS-12': '2026-12-01T23:59:59.999Z' })
  await tell(event('point_of_contact_asked', { askedOn: '2026-11-24' }))
  expect(await engine.dueAt(work.caseId)).toMatchObject({ 'BS-12': '2026-12-24T23:59:59.999Z' })
})

test("an insolvency case has the file of its nation's law", async () => {
  const [english, scottish] = [casework(centre), casework(centre)]
  await tell(
    english.opened({ at, type: 'INSOLVENCY' }),
    scottish.opened({ at, type: 'INSOLVENCY', jurisdiction: 'SCOTLAND' }),
  )
  expect((await itemsOf(english.caseId))['INSOLVENCY']).toHaveLength(12)
  expect((await itemsOf(scottish.caseId))['INSOLVENCY']).toEqual(['SC-01', 'SC-02'])
})

test('consents bring data protection, and the last stage brings closing', async () => {
  const work = casework(centre)
  await tell(work.opened({ at }), {
    action: 'cases.consent.given',
    centre,
    at,
    facts: {
      caseId: work.caseId,
      clientId: newId(),
      consentId: newId(),
      kind: 'SENSITIVE_DATA',
      givenOn: '2026-11-24',
      expiresOn: null,
    },
  })
  expect((await itemsOf(work.caseId))['DATA_PROTECTION']).toHaveLength(7)
  expect(await engine.dueAt(work.caseId)).toMatchObject({ 'DP-04': '2027-05-24T22:59:59.999Z' })
  await tell(work.moved('ENQUIRY', 'CLOSURE_PENDING', { at }))
  expect((await itemsOf(work.caseId))['QUALITY']).toEqual(['CL-01'])
})
