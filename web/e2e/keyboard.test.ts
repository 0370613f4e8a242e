import { fileStack, startBrowser } from '@cma/testing'
import { beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { aCaseOf, aNoteOn, through } from './cases.ts'
import { aPerson, aVisitor, at, demoPassword, noteBox, onPage } from './person.ts'

/** Pages of a busy machine take their time. */
const patience = { timeout: 60_000 }
const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

const keys = async (page: Page, ...pressed: string[]) => {
  for (const key of pressed) await page.keyboard.press(key)
}

test('from sign-in to a written note without a mouse', async () => {
  const made = await aCaseOf(await through('adviser@north.example'))
  await using visitor = await aVisitor(browser)
  const { page } = visitor
  await page.goto(at('/sign-in'))
  // The focus starts in the first field.
  await expect.poll(() => page.evaluate(() => document.activeElement?.id), patience).toBe('sign-in-email')
  await page.keyboard.type('adviser@north.example')
  await keys(page, 'Tab')
  await page.keyboard.type(demoPassword)
  await keys(page, 'Enter')
  await onPage(page, /^Today/)

  await keys(page, 'g', 'c')
  await onPage(page, 'Cases')
  await keys(page, '/')
  await page.keyboard.type(made.clientName)
  await page.waitForURL(/find=/)
  await expect.poll(() => page.locator('[data-row-link]').count(), patience).toBe(1)
  await keys(page, 'Tab')
  await keys(page, 'j')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), patience).toBe(made.clientName)
  await keys(page, 'Enter')
  await onPage(page, made.clientName)

  await keys(page, 'n')
  await page.waitForURL(/notes/)
  await noteBox(page).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), patience).toBe('TEXTAREA')
  await page.keyboard.type('Rang the landlord. He waits until Friday.')
  await keys(page, 'Control+Enter')
  const note = page.getByRole('article').filter({ hasText: 'He waits until Friday.' })
  await note.waitFor()
  // "Rang" says what kind of note it is.
  expect(await note.textContent()).toContain('Phone call with client')
  await expect.poll(() => noteBox(page).inputValue(), patience).toBe('')
  expect(visitor.problems).toEqual([])
})

test('the palette finds a misspelt client, and Escape gives the focus back', async () => {
  const made = await aCaseOf(await through('adviser@north.example'), {
    newClient: { givenNames: 'Philippa', familyName: 'Featherstonehaugh' },
  })
  await using adviser = await aPerson(browser, 'adviser@north.example', { path: '/today' })
  const { page } = adviser
  await onPage(page, /^Today/)
  await keys(page, 'Control+k')
  const search = page.getByRole('dialog').getByPlaceholder('Type a name, a reference or what you want to do')
  await search.waitFor()
  await page.keyboard.type('Fetherstonhaugh')
  const option = page.getByRole('dialog').getByText(made.reference)
  await option.first().waitFor()
  await keys(page, 'ArrowDown', 'Enter')
  await onPage(page, 'Philippa Featherstonehaugh')

  const trigger = page.getByRole('button', { name: 'Find a case, client or action' })
  await trigger.focus()
  await keys(page, 'Enter')
  await search.waitFor()
  await keys(page, 'Escape')
  await search.waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), patience).toContain('Find a case')
})

test('an alert is taken and closed with A and R, and the single keys can be turned off', async () => {
  const adviser = await through('adviser@north.example')
  const made = await aCaseOf(adviser)
  await aNoteOn(adviser, made.id, { category: 'SAFEGUARDING', body: 'A disclosure.' })
  await using lead = await aPerson(browser, 'safeguarding@north.example', { path: '/alerts' })
  const { page } = lead
  const row = page.locator('.alert-row', { hasText: made.reference })
  await row.waitFor()
  await row.focus()
  await keys(page, 'Enter')
  const pane = page.getByRole('complementary', { name: 'Selected alert' })
  await pane.getByText(made.reference).waitFor()
  await keys(page, 'a')
  await pane.getByText(/took it/).waitFor()
  await keys(page, 'r')
  await page.getByRole('dialog').getByLabel('How it was closed').waitFor()
  await page.keyboard.type('The client is safe with her sister.')
  await keys(page, 'Tab', 'Tab', 'Enter')
  await pane.getByText(/closed it/).waitFor()

  await page.getByRole('button', { name: 'Display settings' }).focus()
  await keys(page, 'Enter')
  await page.getByText('Single-key shortcuts').click()
  await keys(page, 'Escape')
  await keys(page, 'g', 'c')
  await keys(page, '?')
  expect(new URL(page.url()).pathname).toBe('/alerts')
  expect(await page.getByRole('dialog').count()).toBe(0)
})
