import DataLoader from 'dataloader'
import { isId } from './new-id.ts'

type Reader<Db> = { read<T>(query: (db: Db) => Promise<T>): Promise<T> }

/**
 * Rows by id, one statement for all that a request asks in one tick; null for what does not exist or is not visible.
 * `loadById(ctx, (db, ids) => db.note.findMany({ where: { id: { in: ids } } }))`
 */
export function loadById<Db, Row extends { id: string }>(
  ctx: Reader<Db>,
  query: (db: Db, ids: string[]) => Promise<Row[]>,
): DataLoader<string, Row | null> {
  return loadByKey(ctx, query, (row) => row.id)
}

/** As loadById, by another unique column of uuids: `(row) => row.caseId`. */
export function loadByKey<Db, Row>(
  ctx: Reader<Db>,
  query: (db: Db, keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return new DataLoader(async (keys) => {
    const rows = await readFor(ctx, query, keys)
    const byKey = new Map(rows.map((row) => [keyOf(row), row]))
    return keys.map((key) => byKey.get(key) ?? null)
  })
}

/** All rows that belong to a parent, in the order of the query: `(row) => row.caseId`. Bound the query per parent where there may be many. */
export function loadManyByKey<Db, Row>(
  ctx: Reader<Db>,
  query: (db: Db, keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row[]> {
  return new DataLoader(async (keys) => {
    const rows = await readFor(ctx, query, keys)
    const byKey = new Map<string, Row[]>()
    for (const row of rows) {
      const list = byKey.get(keyOf(row))
      if (list) list.push(row)
      else byKey.set(keyOf(row), [row])
    }
    return keys.map((key) => byKey.get(key) ?? [])
  })
}

async function readFor<Db, Row>(
  ctx: Reader<Db>,
  query: (db: Db, keys: string[]) => Promise<Row[]>,
  keys: readonly string[],
): Promise<Row[]> {
  const valid = keys.filter(isId) // another text would make PostgreSQL fail the whole batch
  return valid.length === 0 ? [] : ctx.read((db) => query(db, valid))
}
