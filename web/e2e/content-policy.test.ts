import { fileStack, startBrowser } from '@cma/testing'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCaseOf, aNoteOn, through, type MadeCase } from './cases.ts'
import { aPerson, at, aVisitor, settled, type Person } from './person.ts'

// The content security policy that the router sends allows no script or style inside a page and no other site: here the
// real build meets it, page by page, with what opens on them.

const stack = fileStack()
let browser: Browser
let made: MadeCase
beforeAll(async () => {
  browser = stack.use(await startBrowser())
  const adviser = await through('adviser@north.example')
  made = await aCaseOf(adviser, { tags: ['rent'] })
  await aNoteOn(adviser, made.id, { category: 'PHONE_CALL', body: 'Rang about the rent.' })
})

/** What the policy forbade on this page from now on, as `directive: what`. */
async function watchPolicy(page: Page): Promise<string[]> {
  const forbidden: string[] = []
  await page.exposeFunction('reportForbidden', (what: string) => forbidden.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, sample }) => {
      const report = (globalThis as unknown as { reportForbidden(what: string): void }).reportForbidden
      report(`${effectiveDirective}: ${blockedURI} ${sample} in ${sourceFile}`)
    })
  })
  page.on('console', (message) => {
    if (/Content Security Policy|Content-Security-Policy/i.test(message.text())) forbidden.push(message.text())
  })
  return forbidden
}

const dialog = (page: Page) => page.getByRole('dialog').first().waitFor()

const pages: [name: string, path: (id: string) => string, reach?: (page: Page) => Promise<void>][] = [
  ['today', () => '/today'],
  ['cases', () => '/cases'],
  [
    'a dialog with dates',
    () => '/cases',
    async (page) => {
      await page.keyboard.press('c')
      await dialog(page)
    },
  ],
  [
    'the palette',
    () => '/cases',
    async (page) => {
      await page.keyboard.press('Control+k')
      await dialog(page)
    },
  ],
  ['a case', (id) => `/cases/${id}`],
  ['its notes', (id) => `/cases/${id}/notes`],
  [
    'a calendar',
    (id) => `/cases/${id}/notes`,
    async (page) => {
      await page.getByRole('button', { name: 'Choose from a calendar' }).click()
      await page.getByRole('grid').waitFor()
    },
  ],
  [
    'a menu',
    () => '/cases',
    async (page) => {
      await page.getByRole('button', { name: 'Stage' }).click()
      await page.getByRole('menu').waitFor()
    },
  ],
  [
    'settings',
    () => '/cases',
    async (page) => {
      await page.getByRole('button', { name: 'Display settings' }).click()
      await dialog(page)
    },
  ],
  ['its checklists', (id) => `/cases/${id}/compliance`],
  ['its tasks', (id) => `/cases/${id}/tasks`],
  ['its history', (id) => `/cases/${id}/history`],
  ['alerts, live', () => '/alerts', (page) => page.locator('[data-live="live"]').waitFor({ state: 'attached' })],
  ['the dashboard', () => '/dashboard'],
  ['the centre', () => '/centre'],
  ['people', () => '/people'],
  ['complaints', () => '/registers/complaints'],
  ['data requests', () => '/registers/data-protection'],
  ['file reviews', () => '/registers/file-reviews'],
  [
    'the picture of a code for an authenticator',
    () => '/account',
    async (page) => {
      await page.getByRole('button', { name: 'Set it up' }).click()
      await dialog(page)
    },
  ],
  ['nowhere', () => '/nowhere'],
]

describe('nothing is forbidden', () => {
  let manager: Person
  let forbidden: string[]
  beforeAll(async () => {
    manager = stack.use(await aPerson(browser, 'manager@north.example'))
    forbidden = await watchPolicy(manager.page)
  })

  test.each(pages)('on %s', async (_name, path, reach) => {
    const { page } = manager
    forbidden.length = 0
    await page.goto(at(path(made.id)))
    await settled(page)
    await reach?.(page)
    expect(forbidden).toEqual([])
  })

  test('when signing in', async () => {
    await using visitor = await aVisitor(browser)
    const seen = await watchPolicy(visitor.page)
    await visitor.page.goto(at('/sign-in'))
    await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await visitor.page.getByRole('button', { name: 'Sign in' }).click()
    await visitor.page.getByText('2 things to put right').waitFor()
    expect(seen).toEqual([])
  })
})

test('what a page must not do is forbidden, and seen by these tests', async () => {
  await using visitor = await aVisitor(browser)
  const { page } = visitor
  const forbidden = await watchPolicy(page)
  await page.goto(at('/sign-in'))
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "taken over"'
    document.head.append(script)
    const style = document.createElement('style')
    style.textContent = 'body { display: none }'
    document.head.append(style)
    const picture = new Image()
    picture.src = 'https://elsewhere.example/pixel.png'
    void fetch('https://elsewhere.example/').catch(() => {})
  })
  await expect
    .poll(() => forbidden.map((what) => what.split(':')[0]))
    .toEqual(expect.arrayContaining(['script-src-elem', 'style-src-elem', 'img-src', 'connect-src']))
  expect(await page.title()).not.toBe('taken over')
})

test('every answer says how it may be used', async () => {
  const response = await fetch(at('/'))
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  })
})
