import { execFile } from 'node:child_process'
import { machineEnvironment, projectRoot } from '@cma/local/environment'
import { expect, test } from 'vitest'
import { plantedBugs } from '../faults/source-changes.ts'

// The suite notices what it is for: each planted bug is found, for what it is, in the last line, and in the exit status.
test.each(Object.entries(plantedBugs))('%s makes the fault suite fail', async (plant, { finding }) => {
  const { status, output } = await runSuite('--plant', plant)
  expect(output).toMatch(finding)
  const [, lost, repeated, leaked] =
    /(\d+) lost, (\d+) repeated, (\d+) leaked$/.exec(output.trimEnd().split('\n').at(-1)!) ?? []
  expect(Number(lost) + Number(repeated) + Number(leaked), output).toBeGreaterThan(0)
  expect(status).toBe(1)
})

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
