import { expect, test } from 'vitest'
import { isDone, isLate, itemState, type ItemFacts } from './item-state.ts'

const now = new Date('2026-11-24T12:00:00Z')
const before = new Date('2026-11-23T23:59:59.999Z')
const after = new Date('2026-11-24T23:59:59.999Z')
const untouched: ItemFacts = {
  signOff: 'SELF',
  startedAt: null,
  evidenceCount: 0,
  signedOffAt: null,
  decision: null,
  waivedUntil: null,
  dueAt: null,
}
const looksLike = (facts: Partial<ItemFacts>) => {
  const item = { ...untouched, ...facts }
  return [itemState(item, now), isDone(item, now), isLate(item, now)]
}

test.each<[string, Partial<ItemFacts>, string, boolean, boolean]>([
  ['nothing happened', {}, 'NOT_STARTED', false, false],
  ['begun', { startedAt: before }, 'IN_PROGRESS', false, false],
  ['due later', { dueAt: after }, 'NOT_STARTED', false, false],
  ['due now, to the millisecond', { dueAt: now }, 'NOT_STARTED', false, false],
  ['late', { dueAt: before }, 'OVERDUE', false, true],
  ['begun and late', { startedAt: before, dueAt: before }, 'OVERDUE', false, true],
  ['evidenced', { evidenceCount: 1 }, 'EVIDENCED', true, false],
  ['evidenced in the end', { evidenceCount: 1, dueAt: before }, 'EVIDENCED', true, false],
  ['waits for a second person', { evidenceCount: 1, signOff: 'SUPERVISOR' }, 'EVIDENCED', false, false],
  [
    'waits for a second person, and is late',
    { evidenceCount: 1, signOff: 'SECOND_ADVISER', dueAt: before },
    'EVIDENCED',
    false,
    true,
  ],
  ['signed off', { evidenceCount: 1, signOff: 'SUPERVISOR', signedOffAt: before }, 'SIGNED_OFF', true, false],
  ['does not apply', { decision: 'NOT_APPLICABLE', dueAt: before }, 'NOT_APPLICABLE', true, false],
  ['failed, whatever its evidence', { decision: 'FAILED', evidenceCount: 2 }, 'FAILED', false, false],
  ['failed and late', { decision: 'FAILED', evidenceCount: 2, dueAt: before }, 'FAILED', false, true],
  [
    'waived until today, to the last minute',
    { decision: 'WAIVED', waivedUntil: '2026-11-24', dueAt: before },
    'WAIVED',
    true,
    false,
  ],
  [
    'waived until yesterday, and late again',
    { decision: 'WAIVED', waivedUntil: '2026-11-23', dueAt: before },
    'OVERDUE',
    false,
    true,
  ],
  ['waived until yesterday, not due', { decision: 'WAIVED', waivedUntil: '2026-11-23' }, 'NOT_STARTED', false, false],
  [
    'evidence stands above a waiver',
    { decision: 'WAIVED', waivedUntil: '2026-11-30', evidenceCount: 1 },
    'EVIDENCED',
    true,
    false,
  ],
])('%s', (_, facts, state, done, late) => {
  expect(looksLike(facts)).toEqual([state, done, late])
})

test('a waiver ends at midnight in London, in summer too', () => {
  const waived: ItemFacts = { ...untouched, decision: 'WAIVED', waivedUntil: '2026-07-01' }
  expect(itemState(waived, new Date('2026-07-01T22:59:59.999Z'))).toBe('WAIVED')
  expect(itemState(waived, new Date('2026-07-01T23:00:00.000Z'))).toBe('NOT_STARTED')
})
