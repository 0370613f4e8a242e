// `npm test [-- path...]`: every test there is, with what they need; the last line counts them.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { machineEnvironment, projectRoot } from './environment.ts'
import { giveUp, progress } from './terminal.ts'
import { demandTestTools } from './test-tools.ts'
import { buildWebApp } from './web-app.ts'

type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numFailedTestSuites: number
  success: boolean
}

const report = progress()
try {
  demandTestTools(report)
  await buildWebApp(report)
} catch (error) {
  giveUp(error)
}
const folder = mkdtempSync(join(tmpdir(), 'cma-test-'))
const code = await runVitest(process.argv.slice(2))
const exitCode = summarise(code)
rmSync(folder, { recursive: true, force: true })
process.exit(exitCode)

async function runVitest(args: string[]): Promise<number> {
  const vitest = join(
    dirname(createRequire(join(projectRoot, 'package.json')).resolve('vitest/package.json')),
    'vitest.mjs',
  )
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${join(folder, 'report.json')}`]
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], {
    cwd: projectRoot,
    env: machineEnvironment,
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (status) => resolve(status ?? 1)))
}

/** The last line counts; a test that was skipped, or a run that saw none, is a failure that would otherwise go unseen. */
function summarise(status: number): number {
  const counts = readReport()
  if (counts === undefined) {
    console.log('vitest ended without a report\n0 passed, 1 failed')
    return 1
  }
  const skipped = counts.numPendingTests + counts.numTodoTests
  if (skipped > 0) console.log(`${skipped} tests were skipped, which counts as failed: a test runs, or is deleted.`)
  // Files that could not be loaded, and errors outside any test, fail the run without failing a test.
  const outsideTests =
    counts.numFailedTests === 0 && status !== 0 && skipped === 0 ? Math.max(1, counts.numFailedTestSuites) : 0
  if (outsideTests > 0) console.log('Something failed outside the tests; see above.')
  const failed = counts.numFailedTests + skipped + outsideTests + (counts.numPassedTests === 0 ? 1 : 0)
  console.log(`${counts.numPassedTests} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

function readReport(): Report | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report
  } catch {
    return undefined
  }
}
