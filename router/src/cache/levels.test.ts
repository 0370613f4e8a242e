import { createMemoryResults } from '@cma/runtime/memory-results'
import { expect, test } from 'vitest'
import { createLevels } from './levels.ts'
import { createLocalLevel } from './local-level.ts'
import { createStorageBudget } from './storage-budget.ts'

const inAMinute = () => Date.now() + 60_000
const remembered = (text: string, expiresAt = inAMinute()) => ({ stamp: 's', text, expiresAt })

test('the level in the process keeps what was used last, up to its size, and nothing beyond its time', () => {
  let now = 0
  const level = createLocalLevel(25, () => now)
  for (const key of ['a', 'b', 'c']) level.set(key, remembered('12345678', 100)) // 10 each
  expect(level.get('a')).toBeUndefined()
  expect(level.get('b')?.text).toBe('12345678')
  level.set('d', remembered('12345678', 100))
  expect([level.get('c'), level.get('b')?.text, level.size()]).toEqual([undefined, '12345678', 20])
  level.set('b', remembered('1', 100))
  expect(level.size()).toBe(13)
  level.set('huge', remembered('x'.repeat(30), 100))
  expect(level.size()).toBe(0)
  level.set('e', remembered('', 100))
  now = 100
  expect([level.get('e'), level.size()]).toEqual([undefined, 0])
})

test('what is stored is counted until it has expired in the store', () => {
  let now = 0
  const budget = createStorageBudget(100, () => now)
  expect(budget.spend(60, 10_000)).toBe(true)
  expect(budget.spend(50, 10_000)).toBe(false)
  expect(budget.spend(40, 30_000)).toBe(true)
  now = 10_500
  expect(budget.spend(1, 1_000)).toBe(false) // seconds are counted whole
  now = 11_500
  expect(budget.spend(60, 1_000)).toBe(true)
  expect(budget.spend(1, 1_000)).toBe(false)
})

test('a value too long for the store, or beyond the budget, stays in the process; another process does not find it', async () => {
  const results = createMemoryResults()
  const options = { results, sealing: Buffer.alloc(32, 1), localSize: 10_000, storedBytes: 400, valueBytes: 200 }
  const [one, other] = [createLevels(options), createLevels(options)]
  const texts = async (levels: typeof one) => {
    const { found } = await levels.look([], ['short', 'long', 'late', 'over', 'more', 'most'])
    return found.map((value) => value?.text.length)
  }
  await one.keep('short', remembered('x'))
  await one.keep('long', remembered('x'.repeat(300)))
  await one.keep('late', remembered('x', Date.now() - 1))
  for (const key of ['over', 'more', 'most']) await one.keep(key, remembered('x'.repeat(110)))
  expect(await texts(one)).toEqual([1, 300, undefined, 110, 110, 110])
  const elsewhere = await texts(other)
  expect(elsewhere.slice(0, 3)).toEqual([1, undefined, undefined])
  expect(elsewhere.slice(3).filter(Boolean).length).toBeLessThan(3)
  // Sealed with another key it is as if it were not there.
  expect(await texts(createLevels({ ...options, sealing: Buffer.alloc(32, 2) }))).toEqual(Array.from({ length: 6 }))
})
