// `npm run demo:load -- --cases 10000`: many more cases, for trying the system under its real size.
// Written as rows, with the ledger events that commands would have recorded, so that compliance takes them as its own:
// it runs their clocks and raises alerts for what is late: a few per cent, as nearly everything that is due has evidence.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { fictionalClient, seededFaker } from './demo/fictional-client.ts'
import { caseRows, insertRows, type Workplace } from './demo/bulk-cases.ts'
import { bankHolidaysOfCompliance } from './demo/bulk-evidence.ts'
import { readEnvironment } from './environment.ts'
import { giveUp, progress } from './terminal.ts'
import { withPostgres } from './with-postgres.ts'

const batchSize = 250
const report = progress()

try {
  const count = countOf(process.argv.slice(2))
  await withPostgres(readEnvironment().CMA_DATA_DIR, async (url, { running }) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await load(client, count)
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

async function load(client: pg.Client, count: number): Promise<void> {
  const workplaces = await workplacesOf(client)
  if (workplaces.length === 0) throw new Error('There are no centres with advisers yet. npm start makes them.')
  const holidays = await bankHolidaysOfCompliance()
  const { rows: already } = await client.query<{ count: number }>('select count(*)::int as count from cases.case_file')
  for (let done = 0; done < count; done += batchSize) {
    const size = Math.min(batchSize, count - done)
    // Another seed for each case, so that a second load does not repeat the first.
    const first = already[0]!.count + done
    const rows = Array.from({ length: size }, (_, index) => {
      const faker = seededFaker(first + index)
      const workplace = faker.helpers.arrayElement(workplaces)
      return caseRows({ client: fictionalClient(faker, workplace.centre), workplace, faker })
    })
    await insertRows(client, rows, holidays)
    report(`${done + size} of ${count} cases`)
  }
}

async function workplacesOf(client: pg.Client): Promise<Workplace[]> {
  const { rows } = await client.query<{ centreId: string; name: string; advisers: string[]; supervisors: string[] }>(
    `select c.id as "centreId", c.name, array_agg(m.person_id) filter (where 'ADVISER' = any (m.roles::text[])) as advisers,
       coalesce(array_agg(m.person_id) filter (where 'SUPERVISOR' = any (m.roles::text[])), '{}') as supervisors
     from identity.centre c join identity.membership m on m.centre_id = c.id
     where m.ended_at is null group by c.id, c.name having bool_or('ADVISER' = any (m.roles::text[])) order by c.name`,
  )
  return rows.map(({ centreId, name, advisers, supervisors }) => ({
    centreId,
    advisers,
    supervisors,
    centre: name.startsWith('South') ? 'SOUTH' : 'NORTH',
  }))
}
