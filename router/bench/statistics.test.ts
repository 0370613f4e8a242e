import { describe, expect, it } from 'vitest'
import { median, percentile, ratio, seededRandom, spread } from './statistics.ts'

describe('median', () => {
  it('is the middle of an odd number of values, whatever their order', () => {
    expect(median([30, 1, 2])).toBe(2)
    expect(median([5])).toBe(5)
  })

  it('is the mean of the two middle values of an even number', () => {
    expect(median([40, 1, 3, 2])).toBe(2.5)
  })

  it('sorts as numbers, and leaves its argument alone', () => {
    const values = [100, 9, 20]
    expect(median(values)).toBe(20)
    expect(values).toEqual([100, 9, 20])
  })

  it('is not a number for nothing', () => {
    expect(median([])).toBeNaN()
  })
})

describe('percentile', () => {
  it('is the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(values, 0.5)).toBe(50)
    expect(percentile(values, 0.99)).toBe(99)
    expect(percentile(values, 1)).toBe(100)
    expect(percentile([7], 0.5)).toBe(7)
  })
})

describe('ratio', () => {
  it('says how many times ours is theirs', () => {
    expect(ratio(300, 100)).toBe(3)
    expect(ratio(50, 100)).toBe(0.5)
  })

  it('is not a number where a side is missing or zero', () => {
    expect(ratio(undefined, 100)).toBeNaN()
    expect(ratio(100, undefined)).toBeNaN()
    expect(ratio(100, 0)).toBeNaN()
  })
})

describe('spread', () => {
  it('is the largest distance from the median, as a share of it', () => {
    expect(spread([90, 100, 120])).toBeCloseTo(0.2)
    expect(spread([100])).toBe(0)
  })
})

describe('seededRandom', () => {
  it('repeats for the same seed, differs for another, and stays within 0 and 1', () => {
    const take = (seed: number) => Array.from({ length: 1_000 }, seededRandom(seed))
    expect(take(1)).toEqual(take(1))
    expect(take(1)).not.toEqual(take(2))
    expect(Math.min(...take(3))).toBeGreaterThanOrEqual(0)
    expect(Math.max(...take(3))).toBeLessThan(1)
    expect(new Set(take(4)).size).toBeGreaterThan(990)
  })
})
