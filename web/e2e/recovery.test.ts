import { randomUUID } from 'node:crypto'
import { fileStack, startBrowser } from '@cma/testing'
import { waitUntil } from '@cma/testing/wait-until'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { aCaseOf, through } from './cases.ts'
import { aPerson, noteBox, settled } from './person.ts'
import { outageOf } from './processes.ts'
import { picture } from './screenshots.ts'

// Whatever process is killed: a page that stays open says that something is out of reach, and goes on by itself.

/** A machine under load may need this long to start a process and for the page to look again. */
const patience = { timeout: 90_000 }
const stack = fileStack()
let browser: Browser
beforeAll(async () => {
  browser = stack.use(await startBrowser())
})

/** Somebody goes on working: what they do next, and what of it needs the process. */
type NextStep = (page: Page) => Promise<void>
const writesNote: NextStep = (page) => write(page, `Sent during the outage, ${randomUUID()}`)
const opensPart =
  (name: string): NextStep =>
  (page) =>
    page.getByRole('navigation', { name: 'Parts of the case' }).getByRole('link', { name }).click()
const opensAccount: NextStep = (page) => page.locator('a[href="/account"]').first().click()

const steps = [
  ['router', writesNote],
  ['identity', opensAccount],
  ['cases', writesNote],
  ['compliance', opensPart('Compliance')],
  ['audit', opensPart('History')],
  ['postgres', writesNote],
  ['redis', writesNote],
] as const

test(
  'one page outlives every process of the system: it says what is so, and shows the next note without being loaded again',
  { timeout: 900_000 },
  async () => {
    const inGraph = await through('adviser@north.example')
    const made = await aCaseOf(inGraph)
    // A manager, who reads the history too.
    await using manager = await aPerson(browser, 'manager@north.example', { path: `/cases/${made.id}/notes` })
    const { page } = manager
    await settled(page)
    let loads = 0
    page.on('domcontentloaded', () => (loads += 1))
    const unreachable = page.getByText('We can’t reach Casework.')
    const written: string[] = []
    for (const [name, step] of steps) {
      await backToNotes(page, made.id)
      using outage = outageOf(name)
      await step(page)
      await unreachable.waitFor(patience)
      await picture(page, `outage-${name}`)
      await outage.end()
      await unreachable.waitFor({ state: 'detached', ...patience })

      await backToNotes(page, made.id)
      const body = `Written after ${name} came back, ${randomUUID()}`
      await write(page, body)
      await page.getByRole('article').filter({ hasText: body }).waitFor(patience)
      written.push(body)
      expect([name, loads]).toEqual([name, 0])
    }
    const kept = await waitUntil('the notes to be read', () => bodiesOf(inGraph, made.id), { deadlineMs: 30_000 })
    for (const body of written) expect(kept.filter((one) => one === body)).toEqual([body])
    // What was sent while something was away came through in the end, and once.
    expect(kept.filter((one) => one.startsWith('Sent during the outage'))).toHaveLength(
      steps.filter(([, step]) => step === writesNote).length,
    )
    expect(kept).toHaveLength(new Set(kept).size)
  },
)

async function write(page: Page, body: string): Promise<void> {
  await noteBox(page).fill(body)
  await noteBox(page).press('Control+Enter')
}

/** By links of the app: nothing is loaded anew. */
async function backToNotes(page: Page, caseId: string): Promise<void> {
  if (!page.url().includes(caseId)) await page.goBack(patience)
  const part = page.getByRole('navigation', { name: 'Parts of the case' }).getByRole('link', { name: 'Notes' })
  await part.waitFor(patience)
  await part.click()
  await noteBox(page).waitFor(patience)
}

async function bodiesOf(inGraph: Awaited<ReturnType<typeof through>>, caseId: string): Promise<string[]> {
  const { case: found } = await inGraph.ask<{ case: { notes: { edges: { node: { body: string } }[] } } }>(
    'query ($id: ID!) { case(id: $id) { notes(first: 100) { edges { node { body } } } } }',
    { id: caseId },
  )
  return found.notes.edges.map(({ node }) => node.body)
}
