import { findProgram } from '@cma/local/programs'
import { chromium, type Browser } from 'playwright-core'

/** The Chromium that is installed on this machine, without a window. */
export async function startBrowser(): Promise<Browser & AsyncDisposable> {
  const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
  if (executablePath === undefined)
    throw new Error(
      'These tests need Chromium. npm test installs it on Debian as root; elsewhere install it with your package manager.',
    )
  // Root may not use Chromium's sandbox, and a container's /dev/shm is too small for a page.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : ['--disable-dev-shm-usage']
  return chromium.launch({ executablePath, args })
}
