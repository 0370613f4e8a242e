import { expect, test } from 'vitest'
import { referenceClocks } from '../reference/clocks.ts'
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
