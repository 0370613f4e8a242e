import { fileStack, startBrowser } from '@cma/testing'
import { beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { aCaseOf, aNoteOn, through } from './cases.ts'
import { aPerson, at, demoPassword, noteBox, settled, untilLive } from './person.ts'
import { outageOf } from './processes.ts'
import { picture } from './screenshots.ts'

/** Pages of a busy machine take their time. */
const patience = { timeout: 60_000 }
const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

test('an adviser writes a safeguarding note; the manager sees the alert at once and takes it; others see nothing', async () => {
  const adviserInGraph = await through('adviser@north.example')
  const made = await aCaseOf(adviserInGraph)
  await using adviser = await aPerson(browser, 'adviser@north.example', { path: `/cases/${made.id}/notes` })
  await using manager = await aPerson(browser, 'manager@north.example')
  await using south = await aPerson(browser, 'adviser@south.example')
  await using colleague = await aPerson(browser, 'second.adviser@north.example')
  for (const { page } of [manager, south, colleague]) await untilLive(page)

  const body = 'She said that she is afraid to go home tonight.'
  await noteBox(adviser.page).fill(body)
  await adviser.page.getByRole('button', { name: /What kind/ }).click()
  await adviser.page.getByRole('option', { name: 'Safeguarding (restricted)' }).click()
  await adviser.page.getByText('They’re told at once.').waitFor()
  await noteBox(adviser.page).press('Control+Enter')
  await adviser.page.getByRole('article').filter({ hasText: body }).waitFor()

  const message = manager.page.getByRole('alert').filter({ hasText: made.reference })
  await message.waitFor(patience)
  await picture(manager.page, 'live-alert-toast')
  expect(await message.textContent()).not.toContain(made.clientName)
  expect(await message.textContent()).not.toContain('afraid')
  await message.getByRole('button', { name: 'Take it' }).click()
  await message.waitFor({ state: 'detached' })

  await manager.page.goto(at('/alerts?show=taken'))
  await manager.page.locator('.alert-row', { hasText: made.reference }).click()
  await manager.page
    .getByRole('complementary', { name: 'Selected alert' })
    .getByText(/took it/)
    .waitFor()
  await manager.page.getByRole('link', { name: 'See the note' }).click()
  await manager.page.getByRole('article').filter({ hasText: body }).waitFor()

  expect(await south.page.locator('.toast').count()).toBe(0)
  expect(await colleague.page.locator('.toast').count()).toBe(0)
  await colleague.page.goto(at(`/cases/${made.id}/notes`))
  await colleague.page.getByText(/^Restricted note by/).waitFor()
  expect(await colleague.page.locator('main').textContent()).not.toContain('afraid')
  await south.page.goto(at(`/cases/${made.id}`))
  await south.page.getByText('We can’t show this case').waitFor()
  expect([adviser, manager, south, colleague].flatMap(({ problems }) => problems)).toEqual([])
})

test('alerts raised while the line was down arrive afterwards, each once, without a reload', async () => {
  const adviser = await through('adviser@north.example')
  const made = await aCaseOf(adviser)
  await using manager = await aPerson(browser, 'manager@north.example')
  const { page } = manager
  await untilLive(page)
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))

  using outage = outageOf('router')
  await page.locator('[data-live]:not([data-live="live"])').waitFor({ state: 'attached', ...patience })
  await outage.end()
  for (const body of ['First disclosure.', 'Second disclosure.'])
    await aNoteOn(adviser, made.id, { category: 'SAFEGUARDING', body })

  const messages = page.locator('.toast').filter({ hasText: made.reference })
  await expect.poll(() => messages.count(), patience).toBe(2)
  await untilLive(page)
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
})

test.each(['router', 'cases'] as const)(
  'a page that is opened while %s is down says so, and fills itself when it is back',
  async (service) => {
    await using adviser = await aPerson(browser, 'adviser@north.example', { path: '/account' })
    const { page } = adviser
    await settled(page)
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))

    using outage = outageOf(service)
    await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Cases' }).click()
    await page.getByText('We can’t reach Casework.').waitFor(patience)
    await picture(page, `unreachable-${service}`)
    await outage.end()
    await page.locator('[data-row-link]').first().waitFor(patience)
    await page.getByText('We can’t reach Casework.').waitFor({ state: 'detached', ...patience })
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  },
)

test('a session that ended lost nothing: the draft is there after signing in again', async () => {
  const inGraph = await through('adviser@north.example')
  const made = await aCaseOf(inGraph)
  await using adviser = await aPerson(browser, 'adviser@north.example', { path: `/cases/${made.id}/notes` })
  const { page } = adviser
  await noteBox(page).fill('Half a note about the boiler.')
  await page.getByText('Draft kept in this tab').waitFor()
  await noteBox(page).focus()
  await page.context().clearCookies()
  // By the keyboard: anything else that the page asks may be refused first, and the box is gone by then.
  await page.keyboard.press('Control+Enter')
  await page.getByText('A session that ended lost nothing', { exact: false }).waitFor()
  await picture(page, 'session-ended')

  await page.getByLabel('Work email').fill('adviser@north.example')
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(new RegExp(made.id))
  await expect.poll(() => noteBox(page).inputValue(), patience).toBe('Half a note about the boiler.')

  await page.goto(at('/account'))
  await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/sign-in/)
  // The live line may hear of the end before the answer to signing out does, and lead there first.
  const drafts = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('draft')))
  await expect.poll(drafts, patience).toEqual([])
})
