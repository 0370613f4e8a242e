import { newId } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance, command, stateOf } from './testing/a-compliance.ts'

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { someone, openCase, database, settled } = compliance
const adviser = someone(['ADVISER'])
const supervisor = someone(['SUPERVISOR'])
const officer = someone(['COMPLIANCE_OFFICER'])

test('evidence makes an item done, and the percentage follows by weight, rounded down', async () => {
  const work = await openCase()
  const answer = await command('recordEvidence', adviser, {
    ...work.item('C8-04'),
    kind: 'FINANCIAL_STATEMENT',
    note: 'Budget of 20 November, payslips on file',
  })
  expect(answer).toMatchObject({
    __typename: 'CaseChecklist',
    doneWeight: 4,
    completionPercentage: 10,
    status: 'AT_RISK',
  })
  expect(stateOf(answer, 'C8-04')).toBe('EVIDENCED')
  expect(
    await command('recordEvidence', adviser, { ...work.item('C8-01'), kind: 'LEAFLET', note: 'Leaflet 4, by post' }),
  ).toMatchObject({ doneWeight: 6, completionPercentage: 15, status: 'IN_PROGRESS' })
})

test('a document is enough without a note; neither is refused', async () => {
  const work = await openCase()
  expect(
    await command('recordEvidence', adviser, { ...work.item('C8-10'), kind: 'DOCUMENT', documentId: newId() }),
  ).toMatchObject({ __typename: 'CaseChecklist' })
  expect(
    await command('recordEvidence', adviser, { ...work.item('C8-11'), kind: 'DOCUMENT', note: '  ' }),
  ).toMatchObject({ code: 'INVALID_INPUT', field: 'note' })
})

test('an item takes only the kinds of evidence that show it', async () => {
  const work = await openCase()
  const answer = await command('recordEvidence', adviser, {
    ...work.item('C8-10'),
    kind: 'NOTE',
    note: 'Told the client',
  })
  expect(answer).toMatchObject({
    code: 'EVIDENCE_KIND_NOT_ACCEPTED',
    field: 'kind',
    message: "C8-10 can't be shown by a note. It takes: the confirmation of advice, a document",
  })
})

test('the same idempotency key records once', async () => {
  const work = await openCase()
  const input = { ...work.item('C8-06'), kind: 'NOTE', note: 'Pension from March', idempotencyKey: newId() }
  const [first, second] = [
    await command('recordEvidence', adviser, input),
    await command('recordEvidence', adviser, input),
  ]
  expect(second).toEqual(first)
  expect(second.items!.find(({ code }) => code === 'C8-06')!.evidence).toHaveLength(1)
  expect(await command('recordEvidence', adviser, { ...input, note: 'Another' })).toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  })
})

test('withdrawn evidence stays readable and no longer counts', async () => {
  const work = await openCase()
  const recorded = await command('recordEvidence', adviser, {
    ...work.item('C8-06'),
    kind: 'NOTE',
    note: 'For another client',
  })
  const evidenceId = recorded.items!.find(({ code }) => code === 'C8-06')!.evidence[0]!.id
  const answer = await command('withdrawEvidence', adviser, { evidenceId, reason: 'Wrong case' })
  expect(answer).toMatchObject({ doneWeight: 0 })
  expect(stateOf(answer, 'C8-06')).toBe('IN_PROGRESS')
  const { caseChecklist } = await adviser.ask<{ caseChecklist: { items: Array<{ code: string }> } }>(
    `query ($id: ID!) { caseChecklist(id: $id) { items { code withdrawnEvidence { note withdrawnReason withdrawnBy { id } } } } }`,
    { id: work.item('C8-06').caseChecklistId },
  )
  expect(caseChecklist.items.find(({ code }) => code === 'C8-06')).toMatchObject({
    withdrawnEvidence: [{ note: 'For another client', withdrawnReason: 'Wrong case', withdrawnBy: { id: adviser.id } }],
  })
  expect(await command('withdrawEvidence', adviser, { evidenceId, reason: 'Again' })).toMatchObject({
    code: 'ALREADY_DONE',
  })
})

test('only whoever recorded it, or a supervisor, manager or officer, withdraws evidence', async () => {
  const work = await openCase()
  const recorded = await command('recordEvidence', adviser, {
    ...work.item('C8-06'),
    kind: 'NOTE',
    note: 'Pension from March',
  })
  const evidenceId = recorded.items!.find(({ code }) => code === 'C8-06')!.evidence[0]!.id
  expect(await command('withdrawEvidence', someone(['ADVISER']), { evidenceId, reason: 'Not mine' })).toMatchObject({
    code: 'NOT_ALLOWED',
  })
  expect(await command('withdrawEvidence', supervisor, { evidenceId, reason: 'Not of this case' })).toMatchObject({
    __typename: 'CaseChecklist',
  })
})

test('work begun says so, once', async () => {
  const work = await openCase()
  expect(stateOf(await command('startItem', adviser, work.item('C8-08')), 'C8-08')).toBe('IN_PROGRESS')
  expect(await command('startItem', adviser, work.item('C8-08'))).toMatchObject({ code: 'ALREADY_DONE' })
})

test('a mandatory item is not applicable only when an officer says so; it then counts as done, until reopened', async () => {
  const work = await openCase()
  const input = { ...work.item('C8-09'), reason: 'No plan was chosen' }
  expect(await command('markNotApplicable', adviser, input)).toMatchObject({ code: 'OFFICER_NEEDED' })
  const answer = await command('markNotApplicable', officer, input)
  expect([stateOf(answer, 'C8-09'), answer.doneWeight]).toEqual(['NOT_APPLICABLE', 5])
  expect(
    await command('recordEvidence', adviser, { ...work.item('C8-09'), kind: 'CALCULATION', note: 'After all' }),
  ).toMatchObject({ code: 'WRONG_STATE' })
  expect(await command('reopenItem', adviser, { ...work.item('C8-09'), reason: 'A plan was chosen' })).toMatchObject({
    code: 'NOT_ALLOWED',
  })
  expect(
    stateOf(await command('reopenItem', officer, { ...work.item('C8-09'), reason: 'A plan was chosen' }), 'C8-09'),
  ).toBe('NOT_STARTED')
})

test('a waiver is for a time, and evidence ends it', async () => {
  const work = await openCase()
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  const waived = await command('waiveItem', officer, { ...work.item('C8-07'), reason: 'Reports are late', until })
  expect([stateOf(waived, 'C8-07'), waived.doneWeight]).toEqual(['WAIVED', 4])
  expect(
    stateOf(
      await command('recordEvidence', adviser, {
        ...work.item('C8-07'),
        kind: 'CREDIT_REPORT',
        note: 'Report of today',
      }),
      'C8-07',
    ),
  ).toBe('EVIDENCED')
  expect(await command('waiveItem', officer, { ...work.item('C8-07'), reason: 'Again', until })).toMatchObject({
    code: 'WRONG_STATE',
  })
})

test.each([
  ['yesterday', -1],
  ['in more than a year', 400],
])('a waiver until %s is refused', async (_, days) => {
  const work = await openCase()
  const until = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  expect(
    await command('waiveItem', officer, { ...work.item('C8-07'), reason: 'Reports are late', until }),
  ).toMatchObject({ code: 'INVALID_INPUT', field: 'until' })
})

test('what failed stays failed until new evidence comes, and then a second person confirms it', async () => {
  const work = await openCase()
  const item = work.item('C8-06')
  expect(await command('failItem', supervisor, { ...item, reason: 'Nothing there' })).toMatchObject({
    code: 'NO_EVIDENCE',
  })
  await command('recordEvidence', adviser, { ...item, kind: 'NOTE', note: 'Nothing foreseen' })
  expect(await command('failItem', supervisor, { ...item, reason: 'The client is 64' })).toMatchObject({
    status: 'NON_COMPLIANT',
    doneWeight: 0,
  })
  const answered = await command('recordEvidence', adviser, { ...item, kind: 'NOTE', note: 'Pension from March' })
  expect([stateOf(answered, 'C8-06'), answered.doneWeight]).toEqual(['EVIDENCED', 0])
  expect(await command('signOffItem', adviser, item)).toMatchObject({ code: 'NOT_ALLOWED' })
  const confirmed = await command('signOffItem', supervisor, item)
  expect([stateOf(confirmed, 'C8-06'), confirmed.doneWeight]).toEqual(['SIGNED_OFF', 1])
  expect(await command('signOffItem', supervisor, item)).toMatchObject({ code: 'ALREADY_DONE' })
})

test('nobody signs off evidence of their own, and none without evidence, nor what needs no second person', async () => {
  const work = await openCase()
  const item = work.item('C8-05')
  expect(await command('signOffItem', supervisor, item)).toMatchObject({ code: 'WRONG_STATE' })
  await database.query(`update compliance.case_checklist_item set sign_off = 'SUPERVISOR' where id = $1`, [item.itemId])
  expect(await command('signOffItem', supervisor, item)).toMatchObject({ code: 'NO_EVIDENCE' })
  await command('recordEvidence', supervisor, { ...item, kind: 'NOTE', note: 'Redundancy' })
  expect(await command('signOffItem', supervisor, item)).toMatchObject({ code: 'OWN_EVIDENCE' })
  expect(await command('signOffItem', someone(['CENTRE_MANAGER']), item)).toMatchObject({ __typename: 'CaseChecklist' })
})

test('a second adviser is another adviser', async () => {
  const work = await openCase()
  const item = work.item('C8-05')
  await database.query(`update compliance.case_checklist_item set sign_off = 'SECOND_ADVISER' where id = $1`, [
    item.itemId,
  ])
  await command('recordEvidence', adviser, { ...item, kind: 'NOTE', note: 'Redundancy' })
  expect(await command('signOffItem', adviser, item)).toMatchObject({ code: 'OWN_EVIDENCE' })
  expect(await command('signOffItem', someone(['TRAINEE_ADVISER']), item)).toMatchObject({ code: 'NOT_ALLOWED' })
  expect(await command('signOffItem', someone(['ADVISER']), item)).toMatchObject({ __typename: 'CaseChecklist' })
})

test('evidence that is withdrawn takes the confirmation with it', async () => {
  const work = await openCase()
  const item = work.item('C8-05')
  await database.query(`update compliance.case_checklist_item set sign_off = 'SUPERVISOR' where id = $1`, [item.itemId])
  const recorded = await command('recordEvidence', adviser, { ...item, kind: 'NOTE', note: 'Redundancy' })
  await command('signOffItem', supervisor, item)
  const evidenceId = recorded.items!.find(({ code }) => code === 'C8-05')!.evidence[0]!.id
  await command('withdrawEvidence', adviser, { evidenceId, reason: 'Wrong case' })
  expect(stateOf(await command('recordEvidence', adviser, { ...item, kind: 'NOTE', note: 'Illness' }), 'C8-05')).toBe(
    'EVIDENCED',
  )
})

test('every change is in the ledger, with ids, codes and sums, and nothing that was written', async () => {
  const work = await openCase()
  await command('recordEvidence', adviser, { ...work.item('C8-04'), kind: 'NOTE', note: 'Mrs Okafor earns nothing' })
  const rows = await database.query(
    `select action, actor_id, centre_id, facts, entities from audit.event where facts ->> 'caseId' = $1 and action like 'compliance.%'`,
    [work.caseId],
  )
  expect(rows).toMatchObject([
    {
      action: 'compliance.evidence.recorded',
      actor_id: adviser.id,
      centre_id: compliance.centre.id,
      facts: { code: 'C8-04', kind: 'NOTE', doneWeight: 4, applicableWeight: 40 },
    },
  ])
  expect(JSON.stringify(rows)).not.toContain('Okafor')
})

test('evidence starts the clocks that wait for it', async () => {
  const work = await openCase()
  await command('recordEvidence', adviser, { ...work.item('C8-11'), kind: 'SIGNATURE', note: 'Signed in the office' })
  await settled()
  const [row] = await database.query<{ due: Date }>(
    `select i.due_at due from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id where i.case_id = $1 and r.code = 'C8-12'`,
    [work.caseId],
  )
  expect(row!.due).toBeInstanceOf(Date)
})
