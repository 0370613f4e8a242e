import { newId } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance, command, mutationNames, type MutationName } from './testing/a-compliance.ts'

const stack = fileStack()
const { someone, openCase, database } = stack.use(await aCompliance())
const everything = someone(['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'SAFEGUARDING_LEAD'])
const work = await openCase()
const item = work.item('C8-04')
const nowhere = { caseChecklistId: newId(), itemId: newId() }
const long = 'x'.repeat(5_001)
const soon = new Date(Date.now() + 3_600_000).toISOString()
const quiet = { quietWeekends: false, muted: [], browserNotifications: false, sound: false }

const bad: Record<MutationName, Array<[what: string, input: object, code: string, field: string | null]>> = {
  recordEvidence: [
    ['no note and no document', { ...item, kind: 'NOTE' }, 'INVALID_INPUT', 'note'],
    ['an empty note', { ...item, kind: 'NOTE', note: ' \n ' }, 'INVALID_INPUT', 'note'],
    ['a note that is too long', { ...item, kind: 'NOTE', note: long }, 'INVALID_INPUT', 'note'],
    ['a note with control characters', { ...item, kind: 'NOTE', note: 'a\u0000b' }, 'INVALID_INPUT', 'note'],
    ['a document that is no id', { ...item, kind: 'DOCUMENT', documentId: '42' }, 'INVALID_INPUT', 'documentId'],
    ['an item that is no id', { ...item, itemId: 'C8-04', kind: 'NOTE', note: 'a' }, 'INVALID_INPUT', 'itemId'],
    ['an item that is not there', { ...nowhere, kind: 'NOTE', note: 'a' }, 'NOT_FOUND', 'itemId'],
    [
      'an item of another checklist',
      { ...item, itemId: work.item('CD-03').itemId, kind: 'NOTE', note: 'a' },
      'NOT_FOUND',
      'itemId',
    ],
    ['an item that is not for the case', { ...work.item('C8-15'), kind: 'NOTE', note: 'a' }, 'NOT_FOUND', 'itemId'],
    [
      'an idempotency key that is too long',
      { ...item, kind: 'NOTE', note: 'a', idempotencyKey: 'k'.repeat(201) },
      'INVALID_INPUT',
      'idempotencyKey',
    ],
  ],
  withdrawEvidence: [
    ['no reason', { evidenceId: newId(), reason: ' ' }, 'INVALID_INPUT', 'reason'],
    ['evidence that is no id', { evidenceId: 'x', reason: 'a' }, 'INVALID_INPUT', 'evidenceId'],
    ['evidence that is not there', { evidenceId: newId(), reason: 'a' }, 'NOT_FOUND', 'evidenceId'],
  ],
  startItem: [
    ['an item that is no id', { ...item, itemId: '' }, 'INVALID_INPUT', 'itemId'],
    ['an item that is not there', nowhere, 'NOT_FOUND', 'itemId'],
  ],
  markNotApplicable: [
    ['no reason', { ...item, reason: '' }, 'INVALID_INPUT', 'reason'],
    ['a reason that is too long', { ...item, reason: long }, 'INVALID_INPUT', 'reason'],
    ['an item that is not there', { ...nowhere, reason: 'a' }, 'NOT_FOUND', 'itemId'],
  ],
  signOffItem: [
    ['an item that is no id', { ...item, caseChecklistId: 'x' }, 'INVALID_INPUT', 'caseChecklistId'],
    ['an item that is not there', nowhere, 'NOT_FOUND', 'itemId'],
  ],
  failItem: [
    ['no reason', { ...item, reason: '\t' }, 'INVALID_INPUT', 'reason'],
    ['an item that is not there', { ...nowhere, reason: 'a' }, 'NOT_FOUND', 'itemId'],
    ['no evidence', { ...item, reason: 'a' }, 'NO_EVIDENCE', 'itemId'],
  ],
  waiveItem: [
    ['no reason', { ...item, reason: '', until: '2099-01-01' }, 'INVALID_INPUT', 'reason'],
    ['a day in the past', { ...item, reason: 'a', until: '2020-01-01' }, 'INVALID_INPUT', 'until'],
    ['an item that is not there', { ...nowhere, reason: 'a', until: '2099-01-01' }, 'NOT_FOUND', 'itemId'],
  ],
  reopenItem: [
    ['no reason', { ...item, reason: '' }, 'INVALID_INPUT', 'reason'],
    ['nothing to take back', { ...item, reason: 'a' }, 'WRONG_STATE', 'itemId'],
    ['an item that is not there', { ...nowhere, reason: 'a' }, 'NOT_FOUND', 'itemId'],
  ],
  adoptChecklistVersion: [
    ['a checklist that is no id', { caseChecklistId: 'x' }, 'INVALID_INPUT', 'caseChecklistId'],
    ['a checklist that is not there', { caseChecklistId: newId() }, 'NOT_FOUND', 'caseChecklistId'],
    ['the version in force already', { caseChecklistId: item.caseChecklistId }, 'ALREADY_DONE', 'caseChecklistId'],
  ],
  acknowledgeAlert: [
    ['an alert that is no id', { alertId: 'x' }, 'INVALID_INPUT', 'alertId'],
    ['an alert that is not there', { alertId: newId() }, 'NOT_FOUND', 'alertId'],
    ['a comment that is too long', { alertId: newId(), comment: long }, 'INVALID_INPUT', 'comment'],
  ],
  snoozeAlert: [
    ['an alert that is no id', { alertId: 'x', until: soon, reason: 'a' }, 'INVALID_INPUT', 'alertId'],
    ['an alert that is not there', { alertId: newId(), until: soon, reason: 'a' }, 'NOT_FOUND', 'alertId'],
    ['no reason', { alertId: newId(), until: soon, reason: ' ' }, 'INVALID_INPUT', 'reason'],
  ],
  saveAlertPreferences: [
    ['a time that is none', { ...quiet, quietFrom: '24:00', quietTo: '07:00' }, 'INVALID_INPUT', 'quietFrom'],
    ['a summary at no time of day', { ...quiet, digestAt: '9 am' }, 'INVALID_INPUT', 'digestAt'],
    ['quiet hours without an end', { ...quiet, quietFrom: '22:00' }, 'INVALID_INPUT', 'quietTo'],
    ['quiet hours without a beginning', { ...quiet, quietTo: '07:00' }, 'INVALID_INPUT', 'quietTo'],
    ['quiet hours all day', { ...quiet, quietFrom: '07:00', quietTo: '07:00' }, 'INVALID_INPUT', 'quietTo'],
    ['a critical kind muted', { ...quiet, muted: ['NOTE_LATE', 'SAFEGUARDING_DISCLOSURE'] }, 'NOT_ALLOWED', 'muted'],
    ['a kind muted that is HIGH', { ...quiet, muted: ['COA_OVERDUE'] }, 'NOT_ALLOWED', 'muted'],
  ],
  resolveAlert: [
    ['no resolution', { alertId: newId(), resolution: ' ' }, 'INVALID_INPUT', 'resolution'],
    ['an alert that is not there', { alertId: newId(), resolution: 'a' }, 'NOT_FOUND', 'alertId'],
  ],
}

const trials = mutationNames.flatMap((name) =>
  bad[name].map(([what, input, code, field]) => ({ name, what, input, code, field })),
)

test.each(trials)('$name refuses $what', async ({ name, input, code, field }) => {
  const state = () =>
    database.query(
      'select i.*, c.updated_at, c.done_weight from compliance.case_checklist_item i join compliance.case_checklist c on c.id = i.case_checklist_id order by i.id',
    )
  const before = await state()
  const answer = await command(name, everything, input)
  expect(answer).toMatchObject({ __typename: 'Refused', code, field })
  expect(answer.message).toMatch(/^[A-Z].*[a-z0-9'). ]$/s)
  expect(await state()).toEqual(before)
})

test('every mutation has trials', () => {
  expect(mutationNames.filter((name) => bad[name].length < 2)).toEqual([])
})

test.each([
  [
    'a kind that does not exist',
    `mutation { recordEvidence(input: { caseChecklistId: "${item.caseChecklistId}", itemId: "${item.itemId}", kind: RUMOUR, note: "a" }) { __typename } }`,
  ],
  [
    'a day that is none',
    `mutation { waiveItem(input: { caseChecklistId: "${item.caseChecklistId}", itemId: "${item.itemId}", reason: "a", until: "2026-02-30" }) { __typename } }`,
  ],
  ['no input', `mutation { startItem { __typename } }`],
])('the contract refuses %s', async (_, document) => {
  const { errors } = await everything.send(document)
  expect(errors?.[0]?.extensions?.code).toMatch(/GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/)
})
