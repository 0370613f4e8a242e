// `npm run check [name...]`: all that can be said about the code without running it. Each check says how much it saw.
import { checks, type Check } from './check/checks.ts'

const named = process.argv.slice(2)
const unknown = named.filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(`There is no check "${unknown.join('", "')}". There are: ${checks.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}
const chosen = checks.filter(({ name }) => named.length === 0 || named.includes(name))
const failed: string[] = []
for (const check of chosen) if (!(await holds(check))) failed.push(check.name)
console.log(
  failed.length === 0
    ? `${chosen.length} checks passed`
    : `${chosen.length - failed.length} checks passed, ${failed.length} failed: ${failed.join(', ')}`,
)
process.exit(failed.length === 0 ? 0 : 1)

async function holds({ name, run }: Check): Promise<boolean> {
  const since = performance.now()
  const { seen, unit, problems } = await run()
  const ok = problems === '' && seen > 0
  const time = `${((performance.now() - since) / 1_000).toFixed(1)} s`
  console.log(
    `${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(14)} ${String(seen).padStart(5)} ${unit.padEnd(10)} ${time.padStart(7)}`,
  )
  if (problems !== '') console.log(problems.trimEnd())
  else if (seen === 0) console.log('It saw nothing, so it proved nothing: the check itself is broken.')
  return ok
}
