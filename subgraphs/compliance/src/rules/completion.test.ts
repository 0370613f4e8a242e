import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completionPercentage } from './completion.ts'
import { totalsOf, type CountedItem } from './totals.ts'

const now = new Date('2026-11-24T12:00:00Z')
export const anItem = fc.record<CountedItem>({
  applies: fc.boolean(),
  weight: fc.integer({ min: 1, max: 10 }),
  signOff: fc.constantFrom('SELF', 'SUPERVISOR', 'SECOND_ADVISER'),
  startedAt: fc.constantFrom(null, now),
  evidenceCount: fc.integer({ min: 0, max: 2 }),
  signedOffAt: fc.constantFrom(null, now),
  decision: fc.constantFrom(null, 'FAILED', 'NOT_APPLICABLE', 'WAIVED'),
  waivedUntil: fc.constantFrom(null, '2026-11-20', '2026-11-24', '2026-12-01'),
  dueAt: fc.constantFrom(null, new Date('2026-11-20'), new Date('2026-12-20')),
})
const items = fc.array(anItem, { maxLength: 20 })
const percentage = (list: CountedItem[]) => completionPercentage(totalsOf(list, now))

test.each([
  [0, 40, 0],
  [1, 3, 33],
  [2, 3, 66],
  [39, 40, 97],
  [199, 200, 99],
  [40, 40, 100],
  [0, 0, 100],
])('%i of %i is %i %%: rounded down', (doneWeight, applicableWeight, expected) => {
  expect(completionPercentage({ doneWeight, applicableWeight })).toBe(expected)
})

test('100 means that everything is done, and nothing else does', () => {
  fc.assert(
    fc.property(items, (list) => {
      const totals = totalsOf(list, now)
      expect(percentage(list) === 100).toBe(totals.openItems === 0)
      expect(percentage(list)).toBeGreaterThanOrEqual(0)
      expect(percentage(list)).toBeLessThanOrEqual(100)
    }),
  )
})

test('the order of items does not matter, and what is not for the case does not count', () => {
  fc.assert(
    fc.property(items, (list) => {
      expect(totalsOf(list.toReversed(), now)).toEqual(totalsOf(list, now))
      expect(
        totalsOf(
          list.filter((item) => item.applies),
          now,
        ),
      ).toEqual(totalsOf(list, now))
    }),
  )
})

test('one more thing done never lowers the percentage', () => {
  fc.assert(
    fc.property(items, fc.nat(), (list, at) => {
      if (list.length === 0) return
      const index = at % list.length
      const done = list.with(index, { ...list[index]!, decision: null, signOff: 'SELF', evidenceCount: 1 })
      expect(percentage(done)).toBeGreaterThanOrEqual(percentage(list))
    }),
  )
})
