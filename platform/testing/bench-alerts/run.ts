/** How soon an alert is where it has to be, and what that costs: `npm run bench:alerts -- [--quick]`. See README.md. */
import { describeMachine } from '@cma/router/bench/machine'
import { measureAll } from './bench.ts'
import { lastLine } from './figures.ts'
import { readOptions } from './options.ts'
import { figuresInWords, writeReport } from './report.ts'

const began = performance.now()
const say = (text: string) => console.log(`[${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s] ${text}`)

const stack = new AsyncDisposableStack()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stack.disposeAsync().finally(() => process.exit(1)))
try {
  const options = readOptions(process.argv.slice(2))
  say(describeMachine())
  const measured = await measureAll(options, say, stack)
  console.log(`\n${figuresInWords(measured, options)}\n`)
  if (options.write) await writeReport(measured, options)
  console.log(lastLine(measured))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
