import { fileStack, startBrowser } from '@cma/testing'
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { aCaseOf, aNoteOn, through, type MadeCase } from './cases.ts'
import { aPerson, at, onPage, settled, untilLive } from './person.ts'

/** Pages of a busy machine take their time. */
const patience = { timeout: 60_000 }
const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

async function aDisclosure(): Promise<MadeCase> {
  const adviser = await through('adviser@north.example')
  const made = await aCaseOf(adviser)
  await aNoteOn(adviser, made.id, { category: 'SAFEGUARDING', body: 'Afraid to go home.' })
  return made
}

/** Preferences as somebody has them who never saved any, whatever an earlier run left. */
async function noPreferences(email: string): Promise<void> {
  const { saveAlertPreferences: saved } = await (
    await through(email)
  ).ask<{ saveAlertPreferences: { __typename: string } }>(
    `mutation ($input: SaveAlertPreferencesInput!) { saveAlertPreferences(input: $input) { __typename } }`,
    { input: { quietWeekends: false, muted: [], browserNotifications: false, sound: false } },
  )
  expect(saved.__typename).toBe('AlertPreferences')
}

const row = (page: Page, made: MadeCase) => page.locator('.alert-row', { hasText: made.reference })
const pane = (page: Page) => page.getByRole('complementary', { name: 'Selected alert' })

test('an alert is put off with the keyboard alone, stands under Snoozed, and comes back when it is taken', async () => {
  const made = await aDisclosure()
  await using manager = await aPerson(browser, 'manager@north.example', {
    path: '/alerts?show=untaken&severity=CRITICAL',
  })
  const { page } = manager
  await row(page, made).waitFor(patience)
  await row(page, made).focus()
  await page.keyboard.press('Enter')
  await pane(page).getByText(made.clientName).waitFor()
  await pane(page)
    .getByText(/if nobody takes it/)
    .waitFor()
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  await row(page, made).press('Enter')
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Put this alert off' })
  await dialog.waitFor()
  await dialog.getByLabel('Why it can wait').fill('The lead rings her at four.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })

  await page.goto(at('/alerts?show=snoozed'))
  await row(page, made)
    .getByText(/^Back /)
    .waitFor()
  await row(page, made).click()
  await pane(page).getByText('The lead rings her at four.').waitFor()
  await page.keyboard.press('a')
  await pane(page)
    .getByText(/took it/)
    .waitFor()
  await page.goto(at('/alerts?show=taken'))
  await row(page, made).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Put it off').waitFor()
  expect(manager.problems).toEqual([])
})

test('filters stand in the address, and what they show is saved as a file without a name of a client', async () => {
  const made = await aDisclosure()
  await using manager = await aPerson(browser, 'manager@north.example', { path: '/alerts' })
  const { page } = manager
  await onPage(page, 'Alerts')
  for (const [filter, choice] of [
    ['Severity', 'Critical'],
    ['Comes from', 'Network policy'],
    ['Kind', 'Safeguarding note written'],
  ] as const) {
    await page.getByRole('button', { name: filter, exact: true }).click()
    await page.getByRole('menuitemradio', { name: choice }).click()
    await page.getByRole('button', { name: `Remove ${choice}` }).waitFor()
  }
  const { searchParams } = new URL(page.url())
  expect(Object.fromEntries(searchParams)).toMatchObject({
    severity: 'CRITICAL',
    force: 'POLICY',
    code: 'SAFEGUARDING_DISCLOSURE',
  })
  await row(page, made).waitFor(patience)
  await page.reload()
  await row(page, made).waitFor(patience)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ])
  const text = readFileSync(await file.path(), 'utf8')
  expect(file.suggestedFilename()).toMatch(/^alerts-\d{4}-\d\d-\d\d\.csv$/)
  expect(text).toContain(made.reference)
  expect(text).not.toContain(made.clientName.split(' ')[1])
  expect(
    text
      .trim()
      .split('\r\n')
      .slice(1)
      .every((line) => line.startsWith('"Critical",')),
  ).toBe(true)
  // A kind that does not exist is left out rather than breaking the page.
  await page.goto(at('/alerts?code=NO_SUCH_KIND'))
  await row(page, made).waitFor(patience)
  expect(manager.problems).toEqual([])
})

test('the week shows where deadlines fall, and the same as a table', async () => {
  const made = await aDisclosure() // due today
  await using manager = await aPerson(browser, 'manager@north.example', { path: '/alerts?as=week' })
  const { page } = manager
  const timeline = page.getByRole('group', { name: /deadlines?, \d+ set by law/ })
  await timeline.getByRole('link', { name: new RegExp(made.reference) }).waitFor(patience)
  await page.getByRole('radio', { name: 'Table' }).click()
  const line = page.getByRole('row').filter({ hasText: made.reference })
  await line.waitFor()
  await page.getByRole('button', { name: 'Week after' }).click()
  await page.waitForURL(/week=/)
  await line.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Week before' }).click()
  await line.getByRole('link').click()
  await pane(page).getByText(made.clientName).waitFor()
  expect(manager.problems).toEqual([])
})

test('preferences are kept, what can’t be muted says why, and who was away is told what came', async () => {
  await noPreferences('second.adviser@north.example')
  await using person = await aPerson(browser, 'second.adviser@north.example', { path: '/account' })
  const { page } = person
  const card = page.getByRole('region', { name: 'Alerts', exact: true })
  await card.locator('label', { hasText: 'Quiet hours' }).click()
  await card.getByLabel('From', { exact: true }).fill('21:15')
  await card.getByLabel('To', { exact: true }).fill('21:15')
  await card.getByRole('button', { name: 'Save how alerts reach you' }).click()
  await card.getByText('Quiet hours can’t last all day').or(card.getByText("Quiet hours can't last all day")).waitFor()
  await card.getByLabel('To', { exact: true }).fill('06:45')
  await card.locator('label', { hasText: 'No note of a contact' }).click()
  await card.getByRole('button', { name: 'Save how alerts reach you' }).click()
  await card.getByText('Saved.').waitFor()
  await page.reload()
  await settled(page)
  expect(await card.getByLabel('From', { exact: true }).inputValue()).toBe('21:15')
  expect(await card.getByLabel('To', { exact: true }).inputValue()).toBe('06:45')
  expect(await card.getByRole('checkbox', { name: 'No note of a contact' }).isChecked()).toBe(false)
  await card.getByText(/kinds that can’t be muted/).click()
  await card
    .getByRole('listitem')
    .filter({ hasText: 'Safeguarding note written' })
    .getByText(/too severe|the law/i)
    .waitFor()
  expect(person.problems).toEqual([])
})

test('who comes back after an absence is told what came, once', async () => {
  await using manager = await aPerson(browser, 'manager@north.example', { path: '/today' })
  const { page } = manager
  await settled(page)
  const told = page.getByRole('region', { name: 'While you were away' })
  await page.waitForFunction(() => localStorage.getItem('casework-seen') !== null)
  expect(await told.count()).toBe(0)
  const made = await aDisclosure()
  await page.evaluate(() => {
    const seen = JSON.parse(localStorage.getItem('casework-seen')!) as Record<string, { at: number }>
    for (const one of Object.values(seen)) one.at -= 5 * 3_600_000
    localStorage.setItem('casework-seen', JSON.stringify(seen))
  })
  await page.reload()
  await told.getByText(/raised: .*critical/).waitFor(patience)
  await told.locator('.alert-row', { hasText: made.reference }).waitFor(patience)
  await told.getByRole('button', { name: 'Put this away' }).click()
  await told.waitFor({ state: 'detached' })
  await page.reload()
  await settled(page)
  expect(await told.count()).toBe(0)
  expect(manager.problems).toEqual([])
})

const notifying = {
  // The browser's own notifications can't be looked at: what the page hands to them can.
  permission: (granted: string) => {
    const shown: Array<{ title: string; body: string }> = []
    class Recorded extends EventTarget {
      static permission = granted
      static asked = 0
      static requestPermission = () => {
        Recorded.asked += 1
        Recorded.permission = 'granted'
        return Promise.resolve('granted')
      }
      constructor(title: string, options: { body: string }) {
        super()
        shown.push({ title, body: options.body })
      }
      close() {}
    }
    Object.assign(window, { Notification: Recorded, shownOutside: shown })
    document.hasFocus = () => false
  },
}

test('the browser is asked only when the person says so, after a critical alert was taken, and told nothing of a client', async () => {
  await noPreferences('safeguarding@north.example')
  await using lead = await aPerson(browser, 'safeguarding@north.example')
  const { page } = lead
  await page.addInitScript(notifying.permission, 'default')
  await page.goto(at('/today'))
  await untilLive(page)
  const asked = () => page.evaluate(() => (window as unknown as { Notification: { asked: number } }).Notification.asked)
  const shown = () =>
    page.evaluate(() => (window as unknown as { shownOutside: Array<{ title: string; body: string }> }).shownOutside)
  const first = await aDisclosure()
  const message = page.getByRole('alert').filter({ hasText: first.reference })
  await message.getByRole('button', { name: 'Take it' }).click(patience)
  const offer = page.getByText('Be told of alerts outside this window?')
  await offer.waitFor()
  expect(await asked()).toBe(0)
  expect(await shown()).toEqual([])
  await page.getByRole('button', { name: 'Turn on' }).click()
  await offer.waitFor({ state: 'detached' })
  expect(await asked()).toBe(1)
  const second = await aDisclosure()
  await page.getByRole('alert').filter({ hasText: second.reference }).waitFor(patience)
  await expect
    .poll(shown, patience)
    .toEqual([{ title: 'Critical alert', body: expect.stringMatching(/^Due .*Open Casework to see it\.$/) }])
  expect(lead.problems).toEqual([])
})
