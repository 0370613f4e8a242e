import { describe, expect, test } from 'vitest'
import { parseDay } from './parse-day.ts'

// A Tuesday.
const today = '2026-11-24'

describe('a day typed as people in Britain type it', () => {
  test.each([
    ['4 12 2026', '2026-12-04'],
    ['4/12/26', '2026-12-04'],
    ['04.12.2026', '2026-12-04'],
    ['4-12-2026', '2026-12-04'],
    ['2026-12-04', '2026-12-04'],
    ['4 dec', '2026-12-04'],
    ['4th December 2026', '2026-12-04'],
    ['Fri 4 Dec 2026', '2026-12-04'],
    ['Friday, 4 Dec', '2026-12-04'],
    ['24 11', '2026-11-24'],
    ['23 11', '2027-11-23'],
    ['29 2', '2028-02-29'],
    ['fri', '2026-11-27'],
    ['Friday', '2026-11-27'],
    ['tue', '2026-12-01'],
    ['today', '2026-11-24'],
    ['tomorrow', '2026-11-25'],
    ['+3', '2026-11-27'],
    ['+ 2w', '2026-12-08'],
    [' +10 days ', '2026-12-04'],
  ])('%s', (typed, day) => {
    expect(parseDay(typed, today)).toBe(day)
  })

  test.each([
    '',
    '35 12 2026',
    '31 4 2026',
    '29 2 2027',
    '4 13 2026',
    '12 25',
    'soon',
    'frost',
    '+',
    '4 12 2026 5',
    '4 12 202',
    '1 1 1800',
  ])('no day: %s', (typed) => {
    expect(parseDay(typed, today)).toBeUndefined()
  })
})
