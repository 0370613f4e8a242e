import { readdirSync, readFileSync } from 'node:fs'
import { buildASTSchema, parse, type GraphQLEnumType } from 'graphql'
import { expect, test } from 'vitest'
import { alertCatalogue } from '../alert-catalogue.ts'
import { waitingAlerts } from '../reference/waiting-alerts.ts'
import { kinds } from './catalogue.ts'

// The alerts that the domain asks for, written apart from the catalogue.
const wanted = `BS_MIDWAY_REVIEW_WINDOW_OPEN BS_MIDWAY_REVIEW_MISSED BS_CREDITOR_REVIEW_REQUESTED BS_ENDING_NO_PLAN
  BS_MHC_EVIDENCE_MISSING SFS_SENT_WITHOUT_CONFIRMATION COA_OVERDUE MANDATORY_ITEM_OVERDUE GATE_OVERRIDDEN
  VULNERABILITY_NOT_REVIEWED SAFEGUARDING_DISCLOSURE EMERGENCY_ENFORCEMENT COMPLAINT_ACK_DUE COMPLAINT_3BD_CLOSING COMPLAINT_WEEK_4
  COMPLAINT_WEEK_6 COMPLAINT_WEEK_7 COMPLAINT_8_WEEKS_BREACHED DSAR_DUE DATA_BREACH_72H CONSENT_EXPIRED AUTHORITY_EXPIRED
  RESTRICTED_CASE_ACCESSED UNUSUAL_EXPORT PREFERENCE_RISK DRO_LIMIT_DRIFT RULESET_CHANGED_AFFECTS_CASES FILE_REVIEW_POOR_OR_HARM
  SAMPLING_SHORTFALL ADVISER_ACCREDITATION_EXPIRING CASE_DORMANT NOTE_LATE REGDATA_RETURN_DUE AR_ANNUAL_REVIEW_DUE INSURANCE_EXPIRING
  DELIVERY_FAILED_STATUTORY COMPLETION_DROP`.split(/\s+/)

const sdl = buildASTSchema(parse(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')), {
  assumeValidSDL: true,
})
const codes = (sdl.getType('AlertCode') as GraphQLEnumType).getValues().map(({ name }) => name)

test('what is raised and what waits are together all that the domain asks for, and nothing is both', () => {
  const listed = [...kinds.map(({ code }) => code as string), ...waitingAlerts.map(({ code }) => code)]
  expect(listed.toSorted()).toEqual(wanted.toSorted())
  expect(alertCatalogue.map(({ code }) => code).toSorted()).toEqual(wanted.toSorted())
})

test('every code of the contract is raised', () => {
  expect(codes.length).toBeGreaterThan(20)
  const raised = kinds.map(({ code }) => code as string)
  expect(codes.filter((code) => !raised.includes(code))).toEqual([])
  for (const code of codes) expect(wanted).toContain(code)
})

test('each kind has a file of its own that is named after it', () => {
  const files = readdirSync(new URL('.', import.meta.url))
  for (const { code } of kinds) expect(files).toContain(`${code.toLowerCase().replaceAll('_', '-')}.ts`)
})

test('each kind can be told in words, also with facts that only some alerts have', () => {
  for (const kind of kinds) {
    const facts = {
      dueAt: '2026-11-24T23:59:59.999Z',
      since: '2026-11-24T09:00:00Z',
      contactAt: '2026-11-24T09:00:00Z',
      text: 'x',
      item: 'x',
      to: 'BUDGET',
      from: '',
      open: 1,
      kind: 'EVICTION',
      grade: 'POOR',
      part: 'REVIEW',
      points: 10,
      quarter: '2026-Q4',
      advisers: 1,
      reviews: 2,
    }
    const message = kind.message(facts)
    expect(message, kind.code).toMatch(/\.$/)
    expect(message, kind.code).not.toMatch(/undefined|NaN|Invalid/)
    expect(kind.actions(facts).length, kind.code).toBeGreaterThan(0)
    for (const words of [kind.title, kind.raisedWhen, kind.deadline, kind.resolvedBy])
      expect(words.length).toBeGreaterThan(3)
  }
})
