// `npm run test:faults [-- --short] [--minutes 15] [--subscribers 200] [--seed 1] [--plant <bug>]`: no alert is lost, whatever fails.
// The last line counts; the exit status is 0 only when nothing was lost, repeated or leaked, and something was there to lose.
import { parseArgs } from 'node:util'
import { isFaultless, runFaults, summaryOf } from './run-faults.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '15' },
    subscribers: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'string' },
  },
})
const started = performance.now()
const report = (line: string) =>
  console.log(`[${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} s] ${line}`)

const outcome = await runFaults({
  seconds: values.short ? 75 : Number(values.minutes) * 60,
  subscribers: Number(values.subscribers),
  seed: Number(values.seed),
  plant: values.plant,
  report,
})
for (const finding of [...outcome.lost, ...outcome.repeated, ...outcome.leaked].slice(0, 20))
  console.log(`  ${finding}`)
console.log(summaryOf(outcome))
const somethingHappened = outcome.events > 0 && outcome.alerts > 0 && outcome.deliveries > 0 && outcome.kills > 0
process.exit(somethingHappened && isFaultless(outcome) ? 0 : 1)
