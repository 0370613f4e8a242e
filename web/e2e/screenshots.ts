import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Pictures of every page and state that was tested, for people to look at: in the clone, which is the tester's own. */
export const screenshotFolder = join(import.meta.dirname, '../../.cache/screenshots')

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotFolder, { recursive: true })
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`) })
}
