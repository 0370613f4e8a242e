import { fileStack, startBrowser } from '@cma/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { violations } from './axe.ts'
import { aBreathingSpaceOn, careOn } from './care.ts'
import { aCaseOf, aNoteOn, through, type MadeCase } from './cases.ts'
import { aPerson, aVisitor, at, settled, type Person } from './person.ts'
import { picture } from './screenshots.ts'

// Every page and every state, in light and dark: no violation of WCAG 2.2 AA or of axe's best practice, and no
// sideways scrolling at 320 px or at 200 % zoom. The manager sees most; the adviser writes.

const stack = fileStack()
let browser: Browser
let made: MadeCase
beforeAll(async () => {
  browser = stack.use(await startBrowser())
  const adviser = await through('adviser@north.example')
  made = await aCaseOf(adviser, { emergencies: [{ kind: 'EVICTION', occursOn: inThreeDays() }], tags: ['rent'] })
  await aNoteOn(adviser, made.id, { category: 'PHONE_CALL', body: 'Rang about the rent. Will send the letter.' })
  await aNoteOn(adviser, made.id, { category: 'SAFEGUARDING', body: 'A disclosure.' })
  await aBreathingSpaceOn(adviser, made.id)
  await careOn(adviser, made.id)
})

function inThreeDays(): string {
  return new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
}

interface State {
  name: string
  path: (made: MadeCase) => string
  /** What is done on the page before it is looked at. */
  reach?: (page: Page) => Promise<void>
}

/** What the bar at the top half covers, while the page is scrolled, is too small to hit there and nowhere else. */
const toTop = (page: Page) => page.evaluate(() => window.scrollTo(0, 0))
const dialog = (page: Page) => page.getByRole('dialog').first().waitFor()

const states: State[] = [
  { name: 'today', path: () => '/today' },
  { name: 'cases', path: () => '/cases' },
  {
    name: 'cases-nothing-found',
    path: () => '/cases?find=zzzzzzzz',
    reach: (page) => page.getByText('No case matches').waitFor(),
  },
  {
    name: 'new-case',
    path: () => '/cases',
    reach: async (page) => {
      await page.keyboard.press('c')
      await dialog(page)
    },
  },
  {
    name: 'new-case-errors',
    path: () => '/cases',
    reach: async (page) => {
      await page.keyboard.press('c')
      await dialog(page)
      await page.getByRole('button', { name: 'Open the case' }).click()
      await page.getByText('2 things to put right').waitFor()
    },
  },
  {
    name: 'palette',
    path: () => '/cases',
    reach: async (page) => {
      await page.keyboard.press('Control+k')
      await dialog(page)
    },
  },
  {
    name: 'shortcuts',
    path: () => '/cases',
    reach: async (page) => {
      await page.keyboard.press('?')
      await dialog(page)
    },
  },
  {
    name: 'settings',
    path: () => '/cases',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Display settings' }).click()
      await dialog(page)
    },
  },
  {
    name: 'filter-menu',
    path: () => '/cases',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Stage' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'case-overview',
    path: ({ id }) => `/cases/${id}`,
    reach: (page) => page.getByRole('heading', { name: 'Outcomes' }).waitFor(),
  },
  {
    name: 'record-vulnerability-errors',
    path: ({ id }) => `/cases/${id}`,
    reach: async (page) => {
      await page.getByRole('button', { name: 'Record a vulnerability' }).click()
      await dialog(page)
      await page.getByRole('button', { name: 'Record it' }).click()
      await page.getByText('Fill this in').first().waitFor()
    },
  },
  { name: 'case-breathing-space', path: ({ id }) => `/cases/${id}/breathing-space` },
  {
    name: 'midway-review',
    path: ({ id }) => `/cases/${id}/breathing-space`,
    reach: async (page) => {
      await page.getByRole('button', { name: 'Record the midway review' }).click()
      await dialog(page)
    },
  },
  { name: 'case-notes', path: ({ id }) => `/cases/${id}/notes` },
  {
    name: 'case-notes-error',
    path: ({ id }) => `/cases/${id}/notes`,
    reach: async (page) => {
      await page.getByRole('button', { name: 'Save note' }).click()
      await page.getByText('Write what happened').waitFor()
    },
  },
  {
    name: 'case-notes-calendar',
    path: ({ id }) => `/cases/${id}/notes`,
    reach: async (page) => {
      await page.getByRole('button', { name: 'Choose from a calendar' }).click()
      await page.getByRole('grid').waitFor()
    },
  },
  { name: 'case-compliance', path: ({ id }) => `/cases/${id}/compliance` },
  { name: 'case-compliance-all', path: ({ id }) => `/cases/${id}/compliance?show=all` },
  {
    name: 'add-proof',
    path: ({ id }) => `/cases/${id}/compliance`,
    reach: async (page) => {
      await page
        .getByRole('button', { name: /^Add proof/ })
        .first()
        .click()
      await dialog(page)
    },
  },
  {
    name: 'move-stage',
    path: ({ id }) => `/cases/${id}/compliance`,
    reach: async (page) => {
      await page.getByRole('button', { name: 'Move stage' }).click()
      await dialog(page)
      await page.getByText(/^Why/).first().waitFor()
    },
  },
  { name: 'case-tasks', path: ({ id }) => `/cases/${id}/tasks` },
  { name: 'case-history', path: ({ id }) => `/cases/${id}/history` },
  { name: 'case-unknown', path: () => '/cases/00000000-0000-7000-8000-000000000000' },
  { name: 'alerts', path: () => '/alerts' },
  { name: 'alerts-resolved', path: () => '/alerts?show=resolved' },
  {
    name: 'alerts-filtered',
    path: () => '/alerts?severity=CRITICAL&force=POLICY&code=SAFEGUARDING_DISCLOSURE',
    reach: (page) => page.getByRole('button', { name: 'Remove Safeguarding note written' }).waitFor(),
  },
  {
    name: 'alerts-week',
    path: () => '/alerts?as=week',
    reach: (page) => page.getByRole('group', { name: /deadlines?, / }).waitFor(),
  },
  {
    name: 'alerts-week-table',
    path: () => '/alerts?as=week',
    reach: async (page) => {
      await page.getByRole('radio', { name: 'Table' }).click()
      await page.getByRole('table').waitFor()
    },
  },
  {
    name: 'alerts-week-empty',
    path: () => '/alerts?as=week&week=2031-01-06',
    reach: (page) => page.getByText('No open alert has its deadline in this week').waitFor(),
  },
  {
    name: 'snooze-alert',
    path: () => '/alerts?severity=CRITICAL',
    reach: async (page) => {
      await page.keyboard.press('s')
      await dialog(page)
      await page.getByRole('button', { name: 'Put it off' }).click()
      await page.getByText('Say why it can wait').waitFor()
    },
  },
  {
    name: 'while-you-were-away',
    path: () => '/today',
    reach: async (page) => {
      await page.evaluate(() => {
        const seen = JSON.parse(localStorage.getItem('casework-seen')!) as Record<string, { at: number }>
        for (const one of Object.values(seen)) one.at -= 3 * 86_400_000
        localStorage.setItem('casework-seen', JSON.stringify(seen))
      })
      await page.reload()
      await page.getByRole('region', { name: 'While you were away' }).waitFor()
    },
  },
  {
    name: 'resolve-alert',
    path: () => '/alerts?severity=CRITICAL',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Resolve', exact: true }).click()
      await dialog(page)
    },
  },
  { name: 'dashboard-centre', path: () => '/dashboard' },
  {
    name: 'dashboard-centre-tables',
    path: () => '/dashboard',
    reach: async (page) => {
      for (const card of ['Deadlines this week', 'By framework']) {
        const region = page.getByRole('region', { name: card })
        await region.getByRole('radio', { name: 'Table' }).click()
        await region.getByRole('table').waitFor()
      }
      await toTop(page)
    },
  },
  { name: 'centre', path: () => '/centre' },
  {
    name: 'centre-table',
    path: () => '/centre',
    reach: async (page) => {
      await page.getByRole('radio', { name: 'Table' }).first().click()
      await page.getByRole('table').first().waitFor()
    },
  },
  { name: 'people', path: () => '/people' },
  {
    name: 'add-colleague',
    path: () => '/people',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Add a colleague' }).click()
      await dialog(page)
    },
  },
  { name: 'complaints', path: () => '/registers/complaints' },
  {
    name: 'complaint',
    path: () => '/registers/complaints',
    reach: async (page) => {
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('heading', { name: 'Clock' }).waitFor()
    },
  },
  {
    name: 'record-complaint-errors',
    path: () => '/registers/complaints',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Record a complaint' }).click()
      await dialog(page)
      await page.getByRole('button', { name: 'Record complaint', exact: true }).click()
      await page.getByText('Fill this in').first().waitFor()
    },
  },
  {
    name: 'complaints-none',
    path: () => '/registers/complaints?state=WITHDRAWN',
    reach: (page) => page.getByText('No complaints').waitFor(),
  },
  { name: 'data-requests', path: () => '/registers/data-protection' },
  {
    name: 'data-request',
    path: () => '/registers/data-protection',
    reach: async (page) => {
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('heading', { name: 'Clock' }).waitFor()
    },
  },
  {
    name: 'data-breach',
    path: () => '/registers/data-protection?part=breaches',
    reach: async (page) => {
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('heading', { name: 'Clock' }).waitFor()
    },
  },
  { name: 'file-reviews', path: () => '/registers/file-reviews' },
  {
    name: 'file-review',
    path: () => '/registers/file-reviews?grade=HARM',
    reach: async (page) => {
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('heading', { name: 'Clock' }).waitFor()
    },
  },
  { name: 'account', path: () => '/account' },
  {
    name: 'account-alerts',
    path: () => '/account',
    reach: async (page) => {
      await page.locator('label', { hasText: 'Quiet hours' }).click()
      await page.getByText('Show me a summary of the day').click()
      await page.getByText(/kinds that can’t be muted/).click()
      await page.getByLabel('To', { exact: true }).waitFor()
    },
  },
  {
    name: 'account-code',
    path: () => '/account',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Set it up' }).click()
      await dialog(page)
    },
  },
  { name: 'audit-trail', path: () => '/audit' },
  {
    name: 'audit-trail-empty',
    path: () => '/audit?from=2031-01-06',
    reach: (page) => page.getByText('Nothing was recorded that fits').waitFor(),
  },
  { name: 'audit-restricted', path: () => '/audit/restricted' },
  {
    name: 'audit-not-shared',
    path: () => '/audit/chain',
    reach: (page) => page.getByText('isn’t shared with you').waitFor(),
  },
  {
    name: 'restrict-case',
    path: ({ id }) => `/cases/${id}`,
    reach: async (page) => {
      await page.getByRole('button', { name: 'Restrict' }).click()
      await dialog(page)
      await page.getByRole('checkbox').first().waitFor()
      await page.getByRole('button', { name: 'Restrict the case' }).click()
      await page.getByText('Write why the case is restricted').waitFor()
    },
  },
  { name: 'not-found', path: () => '/nowhere' },
]

/** What is the officer's alone. */
const officerStates: State[] = [
  { name: 'dashboard', path: () => '/dashboard' },
  {
    name: 'dashboard-table',
    path: () => '/dashboard',
    reach: async (page) => {
      const region = page.getByRole('region', { name: 'Completion by centre' })
      await region.getByRole('radio', { name: 'Table' }).click()
      await region.getByRole('table').waitFor()
      await toTop(page)
    },
  },
  {
    name: 'audit-chain',
    path: () => '/audit/chain',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Check everything' }).click()
      await page.getByText(/^All [\d,]+ events are whole, checked today/).waitFor()
    },
  },
  {
    name: 'audit-guide',
    path: () => '/audit/chain',
    reach: async (page) => {
      await page.getByRole('button', { name: 'How to verify an export' }).click()
      await dialog(page)
    },
  },
]

/** 320 px is a phone, or 400 % zoom; 640 px is a window of 1280 px at 200 %; the others are where the layout changes. */
const widths = [
  { width: 320, height: 640 },
  { width: 640, height: 450 },
  { width: 910, height: 640 },
  { width: 1280, height: 720 },
]

/** The page as it stands, in both themes and at every width. */
async function look(page: Page, name: string): Promise<{ violations: string[]; tooWide: number[] }> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor({ state: 'attached' })
    await picture(page, `${name}-${colorScheme}`)
    found.push(...(await violations(page)).map((violation) => `${colorScheme}: ${violation}`))
  }
  const tooWide: number[] = []
  for (const viewport of widths) {
    await page.setViewportSize(viewport)
    await picture(page, `${name}-${viewport.width}`)
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wider > 0) tooWide.push(viewport.width)
  }
  await page.setViewportSize({ width: 1366, height: 900 })
  return { violations: found, tooWide }
}

describe('signed in', () => {
  let manager: Person
  beforeAll(async () => {
    manager = stack.use(await aPerson(browser, 'manager@north.example', { reducedMotion: 'reduce' }))
  })
  test.each(states)('$name', async ({ name, path, reach }) => {
    await manager.page.goto(at(path(made)))
    await settled(manager.page)
    await reach?.(manager.page)
    expect(await look(manager.page, name)).toEqual({ violations: [], tooWide: [] })
  })
})

describe('signed in as the compliance officer', () => {
  let officer: Person
  beforeAll(async () => {
    officer = stack.use(await aPerson(browser, 'compliance@network.example', { reducedMotion: 'reduce' }))
  })
  test.each(officerStates)('$name', async ({ name, path, reach }) => {
    await officer.page.goto(at(path(made)))
    await settled(officer.page)
    await reach?.(officer.page)
    expect(await look(officer.page, name)).toEqual({ violations: [], tooWide: [] })
  })
})

test('sign-in, with errors', async () => {
  await using visitor = await aVisitor(browser, { reducedMotion: 'reduce' })
  const { page } = visitor
  await page.goto(at('/sign-in'))
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await look(page, 'sign-in')).toEqual({ violations: [], tooWide: [] })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('2 things to put right').waitFor()
  expect(await look(page, 'sign-in-errors')).toEqual({ violations: [], tooWide: [] })
})
