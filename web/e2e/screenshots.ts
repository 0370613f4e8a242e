import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Pictures of every page and state that was tested, for people to look at. */
export const screenshotFolder = join(tmpdir(), 'casework-screenshots')

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotFolder, { recursive: true })
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`) })
}
