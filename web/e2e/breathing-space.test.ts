import { fileStack, startBrowser } from '@cma/testing'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { aCaseOf, through } from './cases.ts'
import { aPerson, settled } from './person.ts'

// An adviser prepares a Breathing Space, is told what is missing, and starts it; consents stand on the overview.

const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

test('from nothing to day 1, with the law’s refusal on the way', async () => {
  const made = await aCaseOf(await through('adviser@north.example'))
  await using adviser = await aPerson(browser, 'adviser@north.example', { path: `/cases/${made.id}/breathing-space` })
  const { page } = adviser
  const dialog = page.getByRole('dialog')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await settled(page)
  await press('Prepare a Breathing Space')
  await dialog.getByRole('button', { name: 'Prepare a Breathing Space' }).click()
  await page.getByText('Being prepared').waitFor()

  await press('Add a debt')
  await dialog.getByLabel('Creditor').fill('Example Bank')
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await page.getByText('Example Bank').waitFor()

  await press('Record the start')
  await dialog.getByRole('button', { name: 'Record the start' }).click()
  await dialog.getByText('not known').waitFor()
  await dialog.getByRole('button', { name: 'Keep as it is' }).click()

  await press('Answer the conditions')
  const answers = dialog.getByRole('button', { name: 'Not known' })
  for (let left = await answers.count(); left > 0; left -= 1) {
    await answers.first().click()
    await page.getByRole('option', { name: 'Met', exact: true }).click()
  }
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await dialog.waitFor({ state: 'detached' })

  await press('Record the start')
  await dialog.getByRole('button', { name: 'Record the start' }).click()
  await page.getByText('Day 1 of 60').waitFor()
  await page.getByText('The midway review comes next').waitFor()
  expect(await page.getByRole('button', { name: 'Record the midway review' }).count()).toBe(0)
  expect(adviser.problems).toEqual([])
})

test('a consent that is recorded stands on the overview, and is withdrawn there', async () => {
  const made = await aCaseOf(await through('adviser@north.example'))
  await using adviser = await aPerson(browser, 'adviser@north.example', { path: `/cases/${made.id}` })
  const { page } = adviser
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Record a consent' }).click()
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await page.getByRole('button', { name: 'Withdraw: Privacy notice' }).click()
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await page.getByText(/, withdrawn /).waitFor()
  expect(adviser.problems).toEqual([])
})
