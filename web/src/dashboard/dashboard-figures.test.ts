import { expect, test } from 'vitest'
import {
  cellOf,
  groupsOf,
  linePoints,
  partOfDay,
  sumOf,
  weekDays,
  weeklyPercents,
  type Due,
} from './dashboard-figures.ts'

test('a combination that the graph leaves out is a cell with nothing in it', () => {
  const cells = [{ severity: 'HIGH', waited: 'TODAY', alerts: 3, overTarget: 0 } as const]
  expect(cellOf(cells, 'HIGH', 'TODAY').alerts).toBe(3)
  expect(cellOf(cells, 'LOW', 'OVER_TEN_DAYS')).toMatchObject({ alerts: 0, overTarget: 0 })
  expect(sumOf(cells)).toBe(3)
  expect(sumOf(cells, 'LOW')).toBe(0)
})

test('a line runs from 13 weeks ago to today, full at the top', () => {
  const today = '2026-11-24'
  expect(
    linePoints(
      [
        { takenOn: '2026-08-25', completionPercentage: 0 }, // 91 days
        { takenOn: '2026-11-24', completionPercentage: 100 },
      ],
      today,
    ),
  ).toBe('0,40 100,0')
  expect(
    linePoints(
      [
        { takenOn: '2026-08-20', completionPercentage: 50 },
        { takenOn: today, completionPercentage: 50 },
      ],
      today,
    ),
  ).toBe('0,20 100,20')
  expect(linePoints([{ takenOn: today, completionPercentage: 90 }], today)).toBe('98,4 100,4')
  expect(linePoints([], today)).toBe('')
})

test('what says the same on one day is one, late first', () => {
  const due = (id: string, text: string, overdue = false): Due => ({
    id,
    text,
    force: 'LAW',
    dueAt: '2026-11-24T23:59:59Z',
    overdue,
    case: null,
    centre: null,
  })
  const groups = groupsOf([due('1', 'Review'), due('2', 'Letter'), due('3', 'Letter'), due('4', 'Answer', true)])
  expect(groups.map(({ text, late, due: all }) => [text, late, all.length])).toEqual([
    ['Answer', 1, 1],
    ['Letter', 0, 2],
    ['Review', 0, 1],
  ])
})

test.each([
  ['03:59', 'evening'],
  ['04:00', 'morning'],
  ['11:59', 'morning'],
  ['12:00', 'afternoon'],
  ['17:59', 'afternoon'],
  ['18:00', 'evening'],
])('at %s it is %s', (time, part) => {
  expect(partOfDay(time)).toBe(part)
})

test('each week has its last record, and today is apart', () => {
  const today = '2026-11-24'
  const percents = weeklyPercents(
    [
      { takenOn: '2026-08-20', completionPercentage: 10 }, // 96 days: in the 13th week
      { takenOn: '2026-11-05', completionPercentage: 30 }, // 19 days
      { takenOn: '2026-11-17', completionPercentage: 50 }, // 7 days
      { takenOn: today, completionPercentage: 60 },
    ],
    today,
  )
  expect(percents).toHaveLength(13)
  expect([percents[0], percents[11], percents[12]]).toEqual([10, 30, 50])
  expect(percents.filter((one) => one !== undefined)).toHaveLength(3)
  expect(weekDays(today).at(-1)).toBe('2026-11-17')
  expect(weekDays(today)[0]).toBe('2026-08-25')
})
