import { dateColumn, londonDate } from '@cma/runtime'
import { expect, test } from 'vitest'
import { bankHolidays } from '../calendars.ts'
import type { Jurisdiction } from '../generated/graphql.ts'
import { referenceClocks } from '../reference/clocks.ts'
import { clockDue } from '../rules/matter-clock.ts'
import { deadlinesIn } from './register-deadlines.ts'
import { registerDeadlines } from './register-reference.ts'

// The pages of the registers and the alerts of their matters count the same days, each from a file of its own.

const pairs: Record<string, string> = {
  CO_ACKNOWLEDGEMENT: 'COMPLAINT_ACKNOWLEDGEMENT',
  CO_THIRD_BUSINESS_DAY: 'COMPLAINT_SUMMARY_RESOLUTION',
  CO_WEEK_4: 'COMPLAINT_WEEK_4',
  CO_WEEK_6: 'COMPLAINT_WEEK_6',
  CO_WEEK_7: 'COMPLAINT_WEEK_7',
  CO_FINAL_RESPONSE: 'COMPLAINT_FINAL_RESPONSE',
  DSAR_ANSWER: 'DSAR_ANSWER',
  BREACH_ASSESSMENT: 'BREACH_ASSESSMENT',
  BREACH_REPORT: 'BREACH_REPORT',
}

test.each(Object.entries(pairs))('%s of a page and %s of its matter are the same', async (ofPage, ofMatter) => {
  const { complaint, subjectAccessRequest, dataBreach } = await registerDeadlines()
  const own = [...complaint, ...subjectAccessRequest, ...dataBreach].find(({ code }) => code === ofPage)!
  const matter = referenceClocks.find(({ code }) => code === ofMatter)!
  expect({ offset: own.clock.offset, unit: own.clock.unit, roll: own.clock.roll ?? 'NONE', force: own.force }).toEqual({
    offset: matter.offset,
    unit: matter.unit,
    roll: matter.roll,
    force: matter.force,
  })
})

const laws: Jurisdiction[] = ['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND']
// Before 2 January, St Patrick's Day, Easter Monday, Battle of the Boyne, the summer bank holidays and St Andrew's Day.
const days = ['2025-12-31', '2026-03-13', '2026-04-02', '2026-07-10', '2026-07-31', '2026-08-28', '2026-11-27']
const ofDays = ['complaint', 'subjectAccessRequest'] as const // breaches have hours, which no bank holiday stops

test.each(laws)('under the law of %s a page and its matter come to the same days', async (law) => {
  const holidays = await bankHolidays()
  for (const day of days) {
    for (const register of ofDays) {
      const clocked = { anchors: { RECEIVED: dateColumn(day) }, met: {}, holds: [], closed: false, pausedDays: 3 }
      const ofPage = await deadlinesIn(register, clocked, { now: new Date(), law })
      const paired = ofPage.filter(({ code }) => code in pairs) // days 20 and 27 are no clocks of the matter
      expect(paired).toHaveLength(register === 'complaint' ? 6 : 1)
      for (const { code, dueAt } of paired) {
        const rule = referenceClocks.find((one) => one.code === pairs[code])!
        const matter = { anchors: { receivedOn: day }, facts: {}, law, pausedDays: 3 }
        // A complaint is never paused.
        const ofMatter = clockDue({ ...rule, pausable: true }, matter, holidays)
        expect([day, code, londonDate(dueAt)]).toEqual([day, code, londonDate(ofMatter)])
      }
    }
  }
})

test('without a case, the days are those of England and Wales', async () => {
  const clocked = { anchors: { RECEIVED: dateColumn('2026-07-10') }, met: {}, holds: [], closed: false }
  const due = async (law: Jurisdiction | null) =>
    (await deadlinesIn('complaint', clocked, { now: new Date(), law })).map(({ dueAt }) => dueAt)
  expect(await due(null)).toEqual(await due('ENGLAND_WALES'))
  expect(await due(null)).not.toEqual(await due('NORTHERN_IRELAND'))
})
