import type pg from 'pg'
import { caseRows, insertRows, type Workplace } from './bulk-cases.ts'
import { bankHolidaysOfCompliance } from './bulk-evidence.ts'
import { fictionalClient, seededFaker } from './fictional-client.ts'

const batchSize = 250

/** Many more cases, each with its history and the ledger events of it, in batches that are committed one by one. */
export async function insertCases(
  client: pg.Client,
  count: number,
  told: (done: number) => void = () => {},
): Promise<void> {
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
    told(done + size)
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
