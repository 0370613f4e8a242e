import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { inject } from 'vitest'

/** Of every demo account; see the README. */
export const demoPassword = 'advice-first-2026'

/** Somebody at a computer of their own: a browser context with one page, signed in through the form. */
export interface Person extends AsyncDisposable {
  page: Page
  /** Errors that the page threw or logged. */
  problems: string[]
}

export interface PersonOptions extends BrowserContextOptions {
  /** Where to go after signing in. */
  path?: string
}

export async function aPerson(browser: Browser, email: string, options: PersonOptions = {}): Promise<Person> {
  const visitor = await aVisitor(browser, options)
  await signInByForm(visitor.page, email)
  await visitor.page.getByRole('navigation').first().waitFor({ state: 'attached' })
  if (options.path) await visitor.page.goto(at(options.path))
  return visitor
}

/** The same before signing in. */
export async function aVisitor(browser: Browser, { path: _path, ...options }: PersonOptions = {}): Promise<Person> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: { width: 1366, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    // The browser logs refused connections itself; that the page copes with them is what tests look at.
    if (
      message.type() === 'error' &&
      !message.text().includes('net::ERR') &&
      !message.text().includes('Failed to load resource')
    )
      problems.push(message.text())
  })
  return { page, problems, [Symbol.asyncDispose]: () => context.close() }
}

export async function signInByForm(page: Page, email: string): Promise<void> {
  await page.goto(at('/sign-in'))
  await page.getByLabel('Work email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

export function at(path: string): string {
  return inject('casework').url + path
}

/** The page has its content: nothing is being fetched, no grey lines. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null)
  await page.evaluate(() => document.fonts.ready)
}

/** The page of this name has its content. */
export async function onPage(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: typeof heading === 'string' }).waitFor()
  await settled(page)
}

/** The box in which a note is written. */
export function noteBox(page: Page): Locator {
  return page.getByRole('textbox', { name: /^New note/ })
}

/** Alerts arrive live on this page. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator('[data-live="live"]').waitFor({ state: 'attached' })
}
