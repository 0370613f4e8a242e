import { expect, test } from 'vitest'
import { checklistApplies, itemApplies } from './applicability.ts'

const nothing = new Set<string>()
const anywhere = { jurisdictions: [], onlyWhen: [] }
const single = { type: 'DEBT_CASEWORK', jurisdiction: 'ENGLAND_WALES', joint: false } as const

test('an empty list means any kind', () => {
  expect(checklistApplies({ level: 'CASE', caseTypes: [], jurisdictions: [], attachWhen: [] }, single, nothing)).toBe(
    true,
  )
})

test.each([
  ['another type', { level: 'CASE', caseTypes: ['INSOLVENCY'], jurisdictions: [], attachWhen: [] }],
  ['another law', { level: 'CASE', caseTypes: [], jurisdictions: ['SCOTLAND'], attachWhen: [] }],
  ['kept for a centre', { level: 'CENTRE', caseTypes: [], jurisdictions: [], attachWhen: [] }],
  ['kept for the network', { level: 'NETWORK', caseTypes: [], jurisdictions: [], attachWhen: [] }],
])('does not attach: %s', (_, checklist) => {
  expect(checklistApplies(checklist, single, nothing)).toBe(false)
})

test('an item for joint clients is for joint cases only', () => {
  const item = { jointOnly: true, notForCaseTypes: [], ...anywhere }
  expect(itemApplies(item, single, nothing)).toBe(false)
  expect(itemApplies(item, { ...single, joint: true }, nothing)).toBe(true)
})

test('an item may leave out kinds of case', () => {
  const item = { jointOnly: false, notForCaseTypes: ['EMERGENCY'], ...anywhere }
  expect(itemApplies(item, single, nothing)).toBe(true)
  expect(itemApplies(item, { ...single, type: 'EMERGENCY' }, nothing)).toBe(false)
})

test('a checklist and an item may wait until something is known of the case', () => {
  const checklist = {
    level: 'CASE',
    caseTypes: [],
    jurisdictions: [],
    attachWhen: ['CONSENT_GIVEN', 'AUTHORITY_SIGNED'],
  }
  const item = { jointOnly: false, notForCaseTypes: [], jurisdictions: [], onlyWhen: ['CONSENT_GIVEN'] }
  const known = new Set(['AUTHORITY_SIGNED'])
  expect([checklistApplies(checklist, single, nothing), checklistApplies(checklist, single, known)]).toEqual([
    false,
    true,
  ])
  expect([itemApplies(item, single, known), itemApplies(item, single, new Set(['CONSENT_GIVEN']))]).toEqual([
    false,
    true,
  ])
})

test("an item may belong to one nation's law", () => {
  const item = { jointOnly: false, notForCaseTypes: [], jurisdictions: ['SCOTLAND'], onlyWhen: [] }
  expect(itemApplies(item, single, nothing)).toBe(false)
  expect(itemApplies(item, { ...single, jurisdiction: 'SCOTLAND' }, nothing)).toBe(true)
})
