import { createHmac, randomUUID } from 'node:crypto'
import { fileStack, startBrowser } from '@cma/testing'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { aPerson, aVisitor, at, onPage } from './person.ts'
import { picture } from './screenshots.ts'

const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

const password = 'boat-kettle-orchard-9'

test('a new colleague chooses a password, sets up codes, and signs in with one and with a backup code', async () => {
  const email = `colleague-${randomUUID().slice(0, 8)}@north.example`
  const link = await linkFromManager(email)

  await using colleague = await aVisitor(browser, { reducedMotion: 'reduce' })
  const { page } = colleague
  await page.goto(link)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await violations(page)).toEqual([])
  for (const field of await page.locator('input[type="password"]').all()) await field.fill(password)
  await page.locator('form button[type="submit"]').click()
  await page.getByRole('link', { name: /[Ss]ign in/ }).click()
  await enterPassword(page, email)
  await onPage(page, /^Today/)

  await page.goto(at('/account'))
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  await picture(page, 'two-factor-qr')
  expect(await violations(page)).toEqual([])
  const secret = (await page.locator('.secret-key').textContent())!.replaceAll(' ', '')
  await page.getByLabel('Type the code that the app shows').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const backupCodes = page.locator('.backup-codes li')
  await backupCodes.first().waitFor()
  await picture(page, 'two-factor-backup-codes')
  expect(await violations(page)).toEqual([])
  const backupCode = (await backupCodes.first().textContent())!
  await page.getByRole('button', { name: 'I’ve kept them' }).click()
  await page.getByText('At sign-in we ask for a code').waitFor()

  await signOut(page)
  await enterPassword(page, email)
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByLabel('Six-digit code').fill('12')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('One thing to put right').waitFor()
  await picture(page, 'two-factor-wrong')
  await page.getByLabel('Six-digit code').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Go on' }).click()
  await onPage(page, /^Today/)

  await signOut(page)
  await enterPassword(page, email)
  await page.getByRole('button', { name: 'I don’t have my phone' }).click()
  await page.getByLabel('Backup code').fill(backupCode)
  await page.getByRole('button', { name: 'Go on' }).click()
  await onPage(page, /^Today/)
  expect(colleague.problems).toEqual([])
})

async function linkFromManager(email: string): Promise<string> {
  await using manager = await aPerson(browser, 'manager@north.example', { path: '/people' })
  const { page } = manager
  await page.getByRole('button', { name: 'Add a colleague' }).click()
  await page.getByLabel('Name').fill('Nia Pugh')
  await page.getByLabel('Work email').fill(email)
  await page.getByRole('button', { name: 'Add colleague' }).click()
  const link = await page.locator('.one-time-link').textContent()
  // The link names the address that the system calls its own; the test may know it by another.
  const { pathname, hash, search } = new URL(link!)
  return at(pathname + search + hash)
}

async function enterPassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('Work email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.goto(at('/account'))
  await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/sign-in/)
}

/** What an authenticator app shows now for a secret in base 32 (RFC 6238: 30 s, six digits, SHA-1). */
function codeOf(secret: string): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = digest.at(-1)! & 0xf
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}
