import { readFileSync } from 'node:fs'
import { aCentre, aDatabase, type TestDatabase } from '@cma/testing'
import { newId } from '../src/new-id.ts'

/** A database with the probe's tables, and the environment that the probe needs instead of the usual one. */
export async function aProbeDatabase(): Promise<{ database: TestDatabase; environment: Record<string, string> }> {
  const database = await aDatabase()
  await database.query(readFileSync(new URL('./tables.sql', import.meta.url), 'utf8'))
  return { database, environment: { DATABASE_URL: database.urlAs('cases_app') } }
}

export async function aThing(
  database: TestDatabase,
  options: { centreId?: string; parts?: number } = {},
): Promise<{ id: string; centreId: string }> {
  const thing = { id: newId(), centreId: options.centreId ?? (await aCentre(database)).id }
  await database.query(`insert into probe.thing values ($1, $2, 'a thing')`, [thing.id, thing.centreId])
  for (let at = 0; at < (options.parts ?? 0); at += 1) {
    await database.query(`insert into probe.part values ($1, $2, $3, 'a part')`, [newId(), thing.centreId, thing.id])
  }
  return thing
}
