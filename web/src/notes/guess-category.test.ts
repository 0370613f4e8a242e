import { expect, test } from 'vitest'
import { guessCategory } from './guess-category.ts'

test.each([
  ['Denise rang back at 16:10. The bank has agreed.', 'PHONE_CALL'],
  ['Met Denise and went through the options.', 'APPOINTMENT'],
  ['The bank has written: no hold.', 'CREDITOR_CONTACT'],
  ['Advised on a debt relief order.', 'ADVICE'],
  ['Payslips for October are here.', 'FINANCIAL'],
  ['Emailed the welcome pack.', 'CLIENT_CONTACT'],
  ['Referred to the food bank.', 'REFERRAL'],
])('%s', (body, category) => {
  expect(guessCategory(body)).toBe(category)
})

test('words that say nothing guess nothing, and restricted kinds are never guessed', () => {
  expect(guessCategory('The weather is fine.')).toBeUndefined()
  expect(guessCategory('Partner hits the children, she is afraid.')).toBeUndefined()
})
