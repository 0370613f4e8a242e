import { newId } from '@cma/runtime'
import type { TestDatabase } from '../database.ts'
import type { TestCentre } from '../viewers.ts'

export type TestClient = { id: string; centreId: string; givenNames: string; familyName: string }

export type ClientOptions = { centre: TestCentre; givenNames?: string; familyName?: string; dateOfBirth?: string }

/** A client of the centre, called Alex Example unless said. */
export async function aClient(
  database: TestDatabase,
  { centre, givenNames = 'Alex', familyName = 'Example', dateOfBirth }: ClientOptions,
): Promise<TestClient> {
  const id = newId()
  const folded = (text: string) => text.toLowerCase()
  await database.query(
    `insert into cases.client (id, centre_id, display_name, sort_name, search_name, date_of_birth, accessibility_needs, created_by_id)
     values ($1, $2, $3, $4, $5, $6, '{}', $7)`,
    [
      id,
      centre.id,
      `${givenNames} ${familyName}`,
      folded(`${familyName} ${givenNames}`),
      folded(`${givenNames} ${familyName}`),
      dateOfBirth ?? null,
      newId(),
    ],
  )
  await database.query(
    `insert into cases.client_name (id, client_id, centre_id, given_names, family_name, kind) values ($1, $2, $3, $4, $5, 'CURRENT')`,
    [newId(), id, centre.id, givenNames, familyName],
  )
  return { id, centreId: centre.id, givenNames, familyName }
}
