// `npm run demo:load -- --cases 10000`: many more cases, for trying the system under its real size.
// Written as rows, with the ledger events that commands would have recorded, so that compliance takes them as its own:
// it runs their clocks and raises alerts for what is late: a few per cent, as nearly everything that is due has evidence.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { insertCases } from './demo/bulk-load.ts'
import { readEnvironment } from './environment.ts'
import { giveUp, progress } from './terminal.ts'
import { withPostgres } from './with-postgres.ts'

const report = progress()

try {
  const count = countOf(process.argv.slice(2))
  await withPostgres(readEnvironment().CMA_DATA_DIR, async (url, { running }) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await insertCases(client, count, (done) => report(`${done} of ${count} cases`))
    } finally {
      await client.end()
    }
    report(
      running
        ? 'Done. The alert engine is taking them in; that goes on for a while.'
        : 'Done. The next npm start takes them into compliance.',
    )
  })
} catch (error) {
  giveUp(error)
}

function countOf(args: string[]): number {
  const { values } = parseArgs({ args, options: { cases: { type: 'string', default: '1000' } } })
  const count = Number(values.cases)
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000)
    throw new Error('--cases takes a number between 1 and 1000000, such as: npm run demo:load -- --cases 10000')
  return count
}
