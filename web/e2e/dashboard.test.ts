import { readFile } from 'node:fs/promises'
import { fileStack, startBrowser } from '@cma/testing'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aPerson, at, settled } from './person.ts'

const stack = fileStack()
const browser = stack.use(await startBrowser())
const card = (page: Page, name: string | RegExp) => page.getByRole('region', { name })

test('an officer finds what falls this week, which centre slips, and why', async () => {
  await using officer = await aPerson(browser, 'compliance@network.example', { path: '/dashboard' })
  const { page } = officer
  await settled(page)
  await page.getByText(/(Nobody has taken \d+ critical alerts?|Every critical alert has been taken)/).waitFor()
  await page.getByText(/deadlines? set by law or rule falls? this week/).waitFor()

  const deadlines = card(page, 'Deadlines this week')
  await deadlines.getByRole('radio', { name: 'Table' }).click()
  expect(await deadlines.getByRole('row').count()).toBeGreaterThan(1)
  expect(await deadlines.getByText('LAW').count()).toBeGreaterThan(0)

  // Both centres, the lowest first, each with how far it has come and where it comes from.
  const completion = card(page, /^Completion by centre/)
  const tiles = completion.getByRole('list').first().getByRole('link')
  const words = await tiles.allInnerTexts()
  expect(words).toHaveLength(2)
  const percents = words.map((text) => Number(/(\d+)%/.exec(text)?.[1]))
  expect(percents).toEqual(percents.toSorted((a, b) => a - b))
  for (const text of words) expect(text).toMatch(/(up|down) \d+|no change/)

  await tiles.first().click()
  await page.waitForURL(/\/dashboard\?centre=/)
  await settled(page)
  expect(
    await card(page, /^By framework/)
      .getByText('CONC 8')
      .count(),
  ).toBe(1)
  expect(
    await card(page, /^Why it slips/)
      .getByText(/late in \d+ cases?/)
      .count(),
  ).toBeGreaterThan(0)
  await card(page, /^Outcomes by what makes clients vulnerable/).waitFor()
  expect(officer.problems).toEqual([])
})

test('the numbers of a chart are a table, and the table is a file', async () => {
  await using officer = await aPerson(browser, 'compliance@network.example', { path: '/dashboard' })
  const { page } = officer
  await settled(page)
  const completion = card(page, /^Completion by centre/)
  await completion.getByRole('radio', { name: 'Table' }).click()
  const cells = await completion.getByRole('row').nth(1).getByRole('cell').allInnerTexts()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    completion.getByRole('button', { name: 'Save as CSV: Completion by centre' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^completion-by-centre-\d{4}-\d{2}-\d{2}\.csv$/)
  const [, first] = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(
    first!
      .split(',')
      .map((cell) => cell.replaceAll('"', ''))
      .slice(1),
  ).toEqual(cells)
})

test('the keyboard leads there, and a manager is at once at their own centre', async () => {
  await using manager = await aPerson(browser, 'manager@north.example', { path: '/alerts' })
  const { page } = manager
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.waitForURL(/\/dashboard$/)
  await settled(page)
  await card(page, /^Why it slips/).waitFor()
  expect(await card(page, /^Completion by centre/).count()).toBe(0)
  // A cell's row leads to those alerts.
  await card(page, /^Open alerts/)
    .getByRole('link', { name: 'Critical' })
    .click()
  await page.waitForURL(/\/alerts\?.*severity=CRITICAL/)
})

test('for an adviser there is no dashboard', async () => {
  await using adviser = await aPerson(browser, 'adviser@north.example', { path: '/today' })
  const { page } = adviser
  await settled(page)
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Dashboard' }).count()).toBe(0)
  await page.goto(at('/dashboard'))
  await page.getByText('The dashboard isn’t shared with you').waitFor()
})

test('a part that fails says so, and the others stand', async () => {
  await using manager = await aPerson(browser, 'manager@north.example')
  const { page } = manager
  await page.route('**/graphql', async (route) => {
    const { operationName } = route.request().postDataJSON() as { operationName?: string }
    if (operationName !== 'OutcomesByDriver') return route.fallback()
    return route.fulfill({
      contentType: 'application/json',
      body: JSON.stringify({
        data: { outcomesByVulnerabilityDriver: null },
        errors: [{ message: 'No', path: ['outcomesByVulnerabilityDriver'], extensions: { code: 'UNEXPECTED' } }],
      }),
    })
  })
  await page.goto(at('/dashboard'))
  await settled(page)
  const outcomes = card(page, /^Outcomes by what makes clients vulnerable/)
  await outcomes.getByText(/We couldn’t fetch the outcomes/).waitFor()
  await card(page, /^Why it slips/)
    .getByText(/late in \d+ cases?/)
    .first()
    .waitFor()
  await page.unroute('**/graphql')
  await outcomes.getByRole('button', { name: /again/i }).click()
  await outcomes.getByRole('table').waitFor()
})

test('a centre that somebody does not oversee is not shared with them', async () => {
  await using manager = await aPerson(browser, 'manager@north.example', {
    path: '/dashboard?centre=01a20f25-0000-7000-8000-000000000000',
  })
  await manager.page.getByText('The dashboard isn’t shared with you').waitFor()
})
