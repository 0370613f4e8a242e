import { expect, test } from 'vitest'
import { checklistApplies, itemApplies } from './applicability.ts'

const single = { type: 'DEBT_CASEWORK', jurisdiction: 'ENGLAND_WALES', joint: false } as const

test('an empty list means any kind', () => {
  expect(checklistApplies({ level: 'CASE', caseTypes: [], jurisdictions: [] }, single)).toBe(true)
})

test.each([
  ['another type', { level: 'CASE', caseTypes: ['INSOLVENCY'], jurisdictions: [] }],
  ['another law', { level: 'CASE', caseTypes: [], jurisdictions: ['SCOTLAND'] }],
  ['kept for a centre', { level: 'CENTRE', caseTypes: [], jurisdictions: [] }],
  ['kept for the network', { level: 'NETWORK', caseTypes: [], jurisdictions: [] }],
])('does not attach: %s', (_, checklist) => {
  expect(checklistApplies(checklist, single)).toBe(false)
})

test('an item for joint clients is for joint cases only', () => {
  const item = { jointOnly: true, notForCaseTypes: [] }
  expect(itemApplies(item, single)).toBe(false)
  expect(itemApplies(item, { ...single, joint: true })).toBe(true)
})

test('an item may leave out kinds of case', () => {
  const item = { jointOnly: false, notForCaseTypes: ['EMERGENCY'] }
  expect(itemApplies(item, single)).toBe(true)
  expect(itemApplies(item, { ...single, type: 'EMERGENCY' })).toBe(false)
})
