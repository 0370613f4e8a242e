import { fileStack, startBrowser } from '@cma/testing'
import { waitUntil } from '@cma/testing/wait-until'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { aCaseOf, through } from './cases.ts'
import { aPerson, at } from './person.ts'
import { picture } from './screenshots.ts'

/** Pages of a busy machine take their time. */
const patience = { timeout: 60_000 }
const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

test('what blocks the next stage is shown, and proof opens the way', async () => {
  const adviserInGraph = await through('adviser@north.example')
  const made = await aCaseOf(adviserInGraph)
  await moveTo(adviserInGraph, made.id, 'ONBOARDING')
  await using adviser = await aPerson(browser, 'adviser@north.example', { path: `/cases/${made.id}` })
  const { page } = adviser

  // The blocker is a signpost: its link leads to the item.
  await page.getByRole('heading', { name: /before you can move to Fact find/ }).waitFor()
  await page.getByRole('button', { name: 'Move stage' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/can’t move to Fact find yet/).waitFor()
  await picture(page, 'stage-blocked')
  expect(await dialog.getByText('as manager').count()).toBe(0)
  await dialog
    .getByRole('link', { name: /^Go to / })
    .first()
    .click()
  await page.waitForURL(/compliance\?item=/)
  const item = page.locator('.item.pointed-at')
  await item.getByText('holds up the stage').waitFor()
  const ring = page.getByRole('img', { name: /% complete by weight/ })
  const before = Number.parseInt((await ring.getAttribute('aria-label'))!, 10)

  await item.getByRole('button', { name: /^Add proof/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Record proof' }).click()
  await page.getByText('Say what it shows and where it is').waitFor()
  await page.getByLabel('What it shows, and where it is').fill('Leaflet version 3, handed over at the desk.')
  await page.getByRole('dialog').getByRole('button', { name: 'Record proof' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect
    .poll(async () => Number.parseInt((await ring.getAttribute('aria-label'))!, 10), patience)
    .toBeGreaterThan(before)

  // Nothing holds it up any more.
  await page.goto(at(`/cases/${made.id}`))
  await page.getByRole('heading', { name: 'Nothing holds up the move to Fact find' }).waitFor()
  await page.getByRole('button', { name: 'Move stage' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Move to Fact find' }).click()
  await page.getByText('The case is in Fact find now.').waitFor()
  await expect.poll(() => page.locator('[aria-current="step"]').textContent(), patience).toBe('Fact find')
  expect(adviser.problems).toEqual([])
})

test('a manager goes past what is open, with a reason that stays in the history', async () => {
  const adviserInGraph = await through('adviser@north.example')
  const made = await aCaseOf(adviserInGraph)
  await moveTo(adviserInGraph, made.id, 'ONBOARDING')
  await using manager = await aPerson(browser, 'manager@north.example', { path: `/cases/${made.id}` })
  const { page } = manager
  await page.getByRole('heading', { name: /before you can move to Fact find/ }).waitFor()
  await page.getByRole('button', { name: 'Move stage' }).first().click()
  const decision = page.getByRole('dialog')
  await decision.getByText(/can’t move to Fact find yet/).waitFor()
  expect(await decision.getByRole('button', { name: 'Move to Fact find' }).count()).toBe(0)
  await decision.getByText('Move it regardless, as manager').click()
  await decision.getByRole('button', { name: 'Move to Fact find' }).click()
  await decision.getByText('Say why, so that the file explains it').waitFor()
  await decision.getByRole('textbox').fill('The client needs it today.')
  await decision.getByRole('button', { name: 'Move to Fact find' }).click()
  await decision.waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('[aria-current="step"]').textContent(), patience).toBe('Fact find')
  await page.goto(at(`/cases/${made.id}/history`))
  await page.getByText('Gareth Pritchard moved the case').first().waitFor()
  expect(manager.problems).toEqual([])
})

/** As somebody at the page would: what can't be told just now is tried again. */
async function moveTo(adviser: Awaited<ReturnType<typeof through>>, caseId: string, to: string): Promise<void> {
  await waitUntil(
    `the case to move to ${to}`,
    async () => {
      const { changeStage } = await adviser.ask<{
        changeStage: { __typename: string; code?: string; message?: string }
      }>(
        'mutation ($input: ChangeStageInput!) { changeStage(input: $input) { __typename ... on Refused { code message } } }',
        { input: { caseId, to } },
      )
      if (changeStage.__typename === 'Case') return true
      if (changeStage.code === 'GATE_UNAVAILABLE') return false
      throw new Error(`The case was not moved: ${changeStage.message}`)
    },
    { deadlineMs: 30_000 },
  )
}
