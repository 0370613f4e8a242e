import { expect, test } from 'vitest'
import { runFaults } from '../faults/run-faults.ts'
import { faultsOf } from '../faults/verdict.ts'

// `npm run test:faults -- --short` as a part of all tests, on one Redis; the long run, on a Redis Cluster, is by hand.
test('whatever fails, no alert is lost, none comes twice, and none reaches anybody else', async () => {
  const said: string[] = []
  const outcome = await runFaults({
    seconds: 60,
    subscribers: 60,
    seed: 7,
    redis: 'single',
    report: (line) => said.push(line),
  })
  const { lost, repeated, leaked } = outcome
  expect({ lost, repeated, leaked }, said.join('\n')).toEqual({ lost: [], repeated: [], leaked: [] })
  expect(faultsOf(outcome, { fewestKills: 5 })).toEqual([])
  expect(outcome.alerts).toBeGreaterThan(20)
  expect(outcome.deliveries).toBeGreaterThan(outcome.alerts)
})
