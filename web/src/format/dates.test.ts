import { describe, expect, test } from 'vitest'
import { addDays, ageOn, daysBetween, londonDay } from './calendar-day.ts'
import { countdownTo, urgencyOf } from './countdown.ts'
import { formatBirth, formatDay, formatMoment, formatRecordedDay, formatTime } from './dates.ts'
import { formatMoney, formatWholePounds } from './money.ts'

const today = '2026-11-24'
const words = { today: 'Today', yesterday: 'Yesterday' }

describe('days', () => {
  test('a day without and with its year', () => {
    expect(formatDay('2026-12-04', today)).toBe('Fri 4 Dec')
    expect(formatDay('2027-09-07', today)).toBe('Tue 7 Sep 2027')
    expect(formatRecordedDay('2026-12-04')).toBe('Fri 4 Dec 2026')
    expect(formatBirth('1979-03-14')).toBe('14 Mar 1979')
  })
  test('the day in London, not in UTC', () => {
    expect(londonDay('2026-07-01T23:30:00Z')).toBe('2026-07-02')
    expect(londonDay('2026-12-01T23:30:00Z')).toBe('2026-12-01')
  })
  test('counting over the change of the clocks', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
  })
  test('an age turns on the birthday', () => {
    expect(ageOn('1979-11-24', today)).toBe(47)
    expect(ageOn('1979-11-25', today)).toBe(46)
  })
})

describe('moments', () => {
  test('24 hours, in London', () => {
    expect(formatTime('2026-07-01T15:10:00Z')).toBe('16:10')
    expect(formatTime('2026-12-01T00:05:00Z')).toBe('00:05')
  })
  test('today and yesterday by name', () => {
    expect(formatMoment('2026-11-24T10:42:00Z', today, words)).toBe('Today 10:42')
    expect(formatMoment('2026-11-23T10:42:00Z', today, words)).toBe('Yesterday 10:42')
    expect(formatMoment('2026-11-20T10:42:00Z', today, words)).toBe('Fri 20 Nov 10:42')
  })
})

describe('deadlines', () => {
  test.each([
    ['2026-11-24', 'today', 0, 'high'],
    ['2026-11-25', 'tomorrow', 1, 'high'],
    ['2026-11-30', 'ahead', 6, 'medium'],
    ['2026-12-04', 'ahead', 10, 'low'],
    ['2026-11-23', 'late', 1, 'critical'],
  ])('%s', (day, kind, days, urgency) => {
    expect(countdownTo(day, today)).toEqual({ kind, days })
    expect(urgencyOf(day, today)).toBe(urgency)
  })
})

test('money has pence, and a real minus sign', () => {
  expect(formatMoney(109_200)).toBe('£1,092.00')
  expect(formatMoney(-600)).toBe('−£6.00')
  expect(formatWholePounds(1_160_981)).toBe('£11,610')
})
