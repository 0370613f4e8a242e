// `npm run test:faults [-- --short] [--minutes 15] [--subscribers 200] [--seed 1] [--redis cluster|single|none] [--plant <bug>] [--plants]`:
// no alert is lost, whatever fails. The last line counts; the exit status is 0 only when nothing was lost, repeated or leaked, and
// enough was killed.
import { parseArgs } from 'node:util'
import type { RedisForm } from './faulty-system.ts'
import { runFaults } from './run-faults.ts'
import { runPlants } from './run-plants.ts'
import { faultsOf, summaryOf } from './verdict.ts'

const started = performance.now()
const report = (line: string) =>
  console.log(`[${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} s] ${line}`)

const forms = {
  full: { minutes: 15, subscribers: 200, redis: 'cluster', fewestKills: 50 },
  short: { minutes: 1.25, subscribers: 60, redis: 'cluster', fewestKills: 5 },
  /** What fails is what shows the bug, so little of it is enough. */
  planted: { minutes: 0.3, subscribers: 24, redis: 'single', fewestKills: 1 },
} as const

/** @returns the exit status */
async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      subscribers: { type: 'string' },
      seed: { type: 'string', default: '1' },
      redis: { type: 'string' },
      plant: { type: 'string' },
      plants: { type: 'boolean', default: false },
    },
  })
  if (values.plants) return runPlants(report).length === 0 ? 0 : 1
  const form = forms[values.plant === undefined ? (values.short ? 'short' : 'full') : 'planted']
  const redis = values.redis ?? form.redis
  if (!isRedisForm(redis)) throw new Error('--redis takes one of: single, cluster, none')
  const outcome = await runFaults({
    seconds: Number(values.minutes ?? form.minutes) * 60,
    subscribers: Number(values.subscribers ?? form.subscribers),
    seed: Number(values.seed),
    redis,
    plant: values.plant,
    report,
  })
  for (const findings of [outcome.lost, outcome.repeated, outcome.leaked])
    for (const finding of findings.slice(0, 20)) report(finding)
  const faults = faultsOf(outcome, form)
  for (const fault of faults) report(`Not good: ${fault}`)
  console.log(summaryOf(outcome))
  return faults.length === 0 ? 0 : 1
}

const isRedisForm = (text: string): text is RedisForm => ['single', 'cluster', 'none'].includes(text)

process.exit(
  await run().catch((error: unknown) => {
    console.error(error)
    console.error('The run broke before it could count')
    return 1
  }),
)
