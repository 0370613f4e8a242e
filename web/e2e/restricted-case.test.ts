import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileStack, startBrowser } from '@cma/testing'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { aCaseOf, through } from './cases.ts'
import { aPerson, at, onPage, settled } from './person.ts'
import { picture } from './screenshots.ts'

const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

test('a manager restricts a case; an adviser finds nothing, opens it with a reason, and the manager sees who looked', async () => {
  const made = await aCaseOf(await through('second.adviser@north.example'))
  await using manager = await aPerson(browser, 'manager@north.example', { path: `/cases/${made.id}` })
  const { page } = manager
  await onPage(page, made.clientName)
  await page.getByRole('button', { name: 'Restrict' }).click()
  await page.getByRole('textbox', { name: 'Why is it restricted?' }).fill('Works at this centre')
  await page.getByRole('checkbox', { name: /Tomasz/ }).waitFor()
  expect(await page.getByRole('checkbox', { name: /Tomasz/ }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Restrict the case' }).click()
  await page.getByText('This case is restricted').waitFor()
  await page.getByText(/open to Tomasz/).waitFor()
  await picture(page, 'case-restricted')
  expect(await violations(page)).toEqual([])

  await using adviser = await aPerson(browser, 'adviser@north.example', { path: `/cases/${made.id}` })
  await onPage(adviser.page, 'We can’t show this case')
  await adviser.page.getByText('You are not one of those who may see it').waitFor()
  await picture(adviser.page, 'case-hidden')
  expect(await violations(adviser.page)).toEqual([])
  await adviser.page.goto(at(`/cases?view=centre&find=${made.reference}`))
  await adviser.page.getByRole('button', { name: 'Open it with a reason' }).click()
  await adviser.page.getByRole('button', { name: 'Open for 8 hours' }).click()
  await adviser.page.getByText('Write why it can’t wait').waitFor()
  expect(await violations(adviser.page)).toEqual([])
  await adviser.page.getByRole('textbox', { name: 'Why can’t it wait?' }).fill('Bailiffs are at the door')
  await adviser.page.getByRole('button', { name: 'Open for 8 hours' }).click()
  await onPage(adviser.page, made.clientName)
  await adviser.page.getByText('You opened it with a reason').waitFor()

  await page.getByRole('link', { name: 'Who looked' }).click()
  await onPage(page, 'Restricted cases')
  const row = page.getByRole('row', { name: /Amina Okafor.*Opened it with a reason/ })
  await expect.poll(() => row.count(), { timeout: 60_000 }).toBe(1)
  await picture(page, 'audit-restricted-one')

  await page.goto(at(`/cases/${made.id}`))
  await page.getByRole('button', { name: 'Lift the restriction' }).click()
  await page.getByRole('textbox', { name: 'Why is it no longer restricted?' }).fill('No longer works here')
  await page.getByRole('dialog').getByRole('button', { name: 'Lift the restriction' }).click()
  await page.getByRole('button', { name: 'Restrict' }).waitFor()
  expect([manager.problems, adviser.problems]).toEqual([[], []])
})

test('the officer exports the trail, and the file passes the program of the guide', async () => {
  await using officer = await aPerson(browser, 'compliance@network.example', { path: '/audit/chain' })
  const { page } = officer
  await onPage(page, 'Verify and export')
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: 'Export NDJSON' }).click(),
  ])
  await page.getByText(/events exported/).waitFor()
  await settled(page)
  const folder = await mkdtemp(join(tmpdir(), 'export-'))
  try {
    const guide = await readFile(new URL('../../docs/verify-an-export.md', import.meta.url), 'utf8')
    await writeFile(join(folder, 'verify.mjs'), /```js\n([\s\S]+?)```/.exec(guide)![1]!)
    await download.saveAs(join(folder, 'export.ndjson'))
    const { stdout } = await promisify(execFile)(process.execPath, ['verify.mjs', 'export.ndjson'], { cwd: folder })
    expect(stdout).toMatch(/^[1-9]\d* events are as they were sealed/)
  } finally {
    await rm(folder, { recursive: true })
  }
  expect(officer.problems).toEqual([])
})
