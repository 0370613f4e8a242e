import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '@cma/local/environment'
import { expect, test } from 'vitest'
import type { Outcome } from './run-faults.ts'
import { plantedBugs } from './source-changes.ts'
import { faultsOf, summaryOf } from './verdict.ts'

const good: Outcome = {
  events: 900,
  alerts: 400,
  deliveries: 9_000,
  subscribers: 200,
  kills: 50,
  cuts: 20,
  lost: [],
  repeated: [],
  leaked: [],
}

test('a run that lost nothing and killed enough is good, and says so in its last line', () => {
  expect(faultsOf(good, { fewestKills: 50 })).toEqual([])
  expect(summaryOf(good)).toBe('900 events, 400 alerts, 200 subscribers, 50 kills: 0 lost, 0 repeated, 0 leaked')
})

test('the last line counts', () => {
  expect(summaryOf({ ...good, lost: ['a', 'b', 'c'], repeated: ['a'], leaked: ['a', 'b'] })).toMatch(
    /: 3 lost, 1 repeated, 2 leaked$/,
  )
})

test.each<Partial<Outcome>>([
  { lost: ['a'] },
  { repeated: ['a'] },
  { leaked: ['a'] },
  { kills: 49 },
  { events: 0 },
  { alerts: 0 },
  { subscribers: 0 },
  { deliveries: 0 },
])('a run with %o is not good', (change) => {
  expect(faultsOf({ ...good, ...change }, { fewestKills: 50 })).toHaveLength(1)
})

test.each(Object.entries(plantedBugs))('%s finds the places that it changes', (_, { changes }) => {
  for (const { file, find } of changes)
    expect(readFileSync(join(projectRoot, file), 'utf8').split(find), file).toHaveLength(2)
})
