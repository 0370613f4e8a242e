import { expect, test } from 'vitest'
import type { BreathingSpaceFile_OneFragment as One } from '../generated/graphql.ts'
import { nextSteps } from './next-steps.ts'

const standard: One = {
  __typename: 'BreathingSpace',
  id: '1',
  kind: 'STANDARD',
  status: 'ACTIVE',
  crisisEvidenceHeld: false,
  startedOn: '2026-06-01',
  endsOn: '2026-07-30',
  reference: null,
  dayNumber: 10,
  creditLimitPence: 50_000,
  plan: null,
  pointOfContactAskedOn: [],
  treatmentEndedOn: null,
  endedOn: null,
  endReason: null,
  client: null,
  eligibility: [],
  milestones: [
    { code: 'MIDWAY_REVIEW_FROM', day: 26, on: '2026-06-26' },
    { code: 'MIDWAY_REVIEW_BY', day: 35, on: '2026-07-05' },
  ] as One['milestones'],
  debts: [],
  midwayReview: null,
  creditorReviews: [],
} as One
const steps = (changes: Partial<One>, today: string) =>
  nextSteps({ ...standard, ...changes } as One, today).map(({ key, day }) => [key, day])

test('the midway review: from when, until when, and too late', () => {
  expect(steps({}, '2026-06-25')).toEqual([['midwayFrom', '2026-06-26']])
  expect(steps({}, '2026-06-26')).toEqual([['midwayNow', '2026-07-05']])
  expect(steps({}, '2026-07-05')).toEqual([['midwayNow', '2026-07-05']])
  expect(steps({}, '2026-07-06')).toEqual([['midwayLate', '2026-07-05']])
  const midwayReview = { reviewedOn: '2026-07-01', outcome: 'CONTINUES', late: false } as One['midwayReview']
  expect(steps({ midwayReview }, '2026-07-06')).toEqual([])
})

test('what is overdue comes first', () => {
  const creditorReviews = [
    { id: 'r', decidedOn: null, decideBy: '2026-06-20', debt: { id: 'd', creditor: 'Example Bank' } },
  ] as unknown as One['creditorReviews']
  expect(steps({ creditorReviews }, '2026-06-26')).toEqual([
    ['decideLate', '2026-06-20'],
    ['midwayNow', '2026-07-05'],
  ])
})

test('a plan is asked for in the last week', () => {
  const done = { midwayReview: { reviewedOn: '2026-07-01', outcome: 'CONTINUES', late: false } } as Partial<One>
  expect(steps({ ...done, dayNumber: 52 }, '2026-07-22')).toEqual([])
  expect(steps({ ...done, dayNumber: 53 }, '2026-07-23')).toEqual([['plan', '2026-07-30']])
  expect(steps({ ...done, dayNumber: 53, plan: 'DRO' }, '2026-07-23')).toEqual([])
})

test('of a crisis, the point of contact is asked every 30 days until treatment has ended', () => {
  const crisis = { kind: 'MENTAL_HEALTH_CRISIS', milestones: [], endsOn: null } as Partial<One>
  expect(steps(crisis, '2026-06-10')).toEqual([['pointOfContact', '2026-07-01']])
  expect(steps({ ...crisis, pointOfContactAskedOn: ['2026-06-20'] }, '2026-06-21')).toEqual([
    ['pointOfContact', '2026-07-20'],
  ])
  expect(steps({ ...crisis, treatmentEndedOn: '2026-06-20', endsOn: '2026-07-20', plan: 'DRO' }, '2026-06-21')).toEqual(
    [],
  )
})

test('a draft says what is missing', () => {
  const draft = { status: 'DRAFT', startedOn: null, milestones: [] } as unknown as Partial<One>
  const unknown = [{ answer: 'UNKNOWN' }] as One['eligibility']
  expect(steps({ ...draft, eligibility: unknown }, '2026-06-10')).toEqual([['conditions', undefined]])
  expect(steps({ ...draft, kind: 'MENTAL_HEALTH_CRISIS' }, '2026-06-10')).toEqual([['evidence', undefined]])
  expect(steps(draft, '2026-06-10')).toEqual([['start', undefined]])
  expect(steps({ status: 'EXPIRED' }, '2026-09-01')).toEqual([])
})
