// Days, moments, environment.
import { describe, expect, test } from 'vitest'
import { parseEnvironment, subgraphEnvironment } from './environment.ts'
import { addDays, dateColumn, dayOfColumn, daysBetween, londonDate, startOfLondonDay } from './london-date.ts'
import { isId, newId } from './new-id.ts'
import { scalars } from './scalars.ts'

describe('days are those of London', () => {
  test.each([
    ['2026-07-01T22:59:59Z', '2026-07-01'],
    ['2026-07-01T23:00:00Z', '2026-07-02'], // summer time: an hour ahead
    ['2026-12-01T23:59:59Z', '2026-12-01'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
  ])('%s is %s', (at, day) => expect(londonDate(new Date(at))).toBe(day))

  test.each([
    ['2026-07-01', '2026-06-30T23:00:00.000Z'],
    ['2026-12-01', '2026-12-01T00:00:00.000Z'],
  ])('%s begins at %s', (day, at) => expect(startOfLondonDay(day).toISOString()).toBe(at))

  test('count over a change of the clocks', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2)
    expect(dayOfColumn(dateColumn('2026-07-01'))).toBe('2026-07-01')
  })
})

describe('scalars', () => {
  test('give ISO text for what rows hold', () => {
    expect(scalars.Date.serialize(dateColumn('2026-07-01'))).toBe('2026-07-01')
    expect(scalars.Date.serialize('2026-07-01')).toBe('2026-07-01')
    expect(scalars.DateTime.serialize(new Date('2026-07-01T10:00:00+01:00'))).toBe('2026-07-01T09:00:00.000Z')
    expect(scalars.DateTime.parseValue('2026-07-01T10:00:00+01:00')).toBe('2026-07-01T09:00:00.000Z')
  })
  test.each(['2026-02-30', '2026-13-01', '1 July 2026', '2026-07-01T00:00:00Z', 20260701, null])(
    'Date refuses %s',
    (value) => {
      expect(() => scalars.Date.parseValue(value)).toThrow(/calendar day/)
    },
  )
  test.each(['2026-07-01', '2026-07-01T10:00:00', 'tomorrow', 0])('DateTime refuses %s', (value) => {
    expect(() => scalars.DateTime.parseValue(value)).toThrow(/ISO 8601/)
  })
})

test('every problem of the environment is told at once', () => {
  const parse = () =>
    parseEnvironment(subgraphEnvironment, { PORT: 'http', DATABASE_URL: 'mysql://x', REDIS_URL: 'localhost' })
  for (const name of ['PORT', 'DATABASE_URL', 'REDIS_URL', 'IDENTITY_PUBLIC_KEYS', 'FIELD_KEYS', 'ROUTER_URL'])
    expect(parse).toThrow(name)
})

test('ids are in order of time and of the right form', () => {
  const ids = Array.from({ length: 100 }, newId)
  expect(ids).toEqual(ids.toSorted())
  expect(ids.every(isId)).toBe(true)
  for (const text of ['', 'x', `${ids[0]} `, ids[0]!.replaceAll('-', '')]) expect(isId(text)).toBe(false)
})
