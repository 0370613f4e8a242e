import { execFile } from 'node:child_process'
import { machineEnvironment, projectRoot } from '@cma/local/environment'
import { expect, test } from 'vitest'

test('a run that breaks does not pass for a good one', async () => {
  const { status, output } = await runSuite('--plant', 'no-such-bug')
  expect(output).toContain('The run broke before it could count')
  expect(status).toBe(1)
})

async function runSuite(...args: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: projectRoot, env: machineEnvironment, maxBuffer: 50_000_000 }
    execFile(process.execPath, ['platform/testing/faults/run.ts', ...args], options, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), output: stderr + stdout }),
    )
  })
}
