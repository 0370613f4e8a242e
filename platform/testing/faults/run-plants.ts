// `npm run test:faults -- --plants`: the suite notices what it is for. Each planted bug has to be found for what it is, in the last line
// and in the exit status. Whether a kill falls into the right moment is a matter of chance, so each has up to four runs. By hand: two to
// five minutes, too long and too much chance for every test run.
import { spawnSync } from 'node:child_process'
import { machineEnvironment, projectRoot } from '@cma/local/environment'
import { plantedBugs } from './source-changes.ts'

const seeds = ['1', '2', '3', '4']

/** @returns the names of the bugs that nobody noticed */
export function runPlants(report: (line: string) => void): string[] {
  return Object.entries(plantedBugs).flatMap(([plant, { says, finding }]) => {
    report(`${plant}: ${says}`)
    const noticed = seeds.find((seed) => {
      const { status, stdout } = spawnSync(
        process.execPath,
        ['platform/testing/faults/run.ts', '--plant', plant, '--seed', seed],
        { cwd: projectRoot, env: machineEnvironment, encoding: 'utf8', maxBuffer: 50_000_000 },
      )
      report(stdout.trimEnd().split('\n').at(-1) ?? 'nothing was said')
      return status === 1 && finding.test(stdout)
    })
    report(noticed === undefined ? `${plant} was NOT noticed` : `${plant} was noticed`)
    return noticed === undefined ? [plant] : []
  })
}
