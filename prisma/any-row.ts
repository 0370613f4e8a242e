// For the walk over row-level security: a row for any table, made from the catalogue alone.
import { randomBytes, randomInt, randomUUID } from 'node:crypto'

export type Column = {
  name: string
  type: string
  category: string
  enumLabel: string | null
  maxLength: number | null
  generated: boolean
  required: boolean
}

export const columnsQuery = `
  select a.attname as name, format_type(a.atttypid, null) as type, t.typcategory as category,
    (select enumlabel from pg_enum where enumtypid = a.atttypid order by enumsortorder limit 1) as "enumLabel",
    information_schema._pg_char_max_length(a.atttypid, a.atttypmod) as "maxLength",
    a.attgenerated <> '' or a.attidentity = 'a' as generated,
    a.attnotnull and not a.atthasdef as required
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`

/** A value that PostgreSQL takes as text for the column's type, different each time where the type allows it. */
export function anyValue({ type, category, enumLabel, maxLength }: Column): string {
  if (category === 'A') return '{}'
  if (enumLabel !== null) return enumLabel
  if (type === 'uuid') return randomUUID()
  if (type === 'json' || type === 'jsonb') return '{}'
  if (type === 'bytea') return `\\x${randomBytes(32).toString('hex')}`
  if (type === 'tsvector') return ''
  if (category === 'S')
    return randomBytes(16)
      .toString('hex')
      .slice(0, maxLength ?? 32)
  if (category === 'N') return String(randomInt(1, type === 'smallint' ? 30_000 : 2_000_000_000))
  if (category === 'B') return 'true'
  if (category === 'D') return '2026-11-24'
  if (category === 'T') return '1 day'
  throw new Error(`The walk does not know a value of type ${type}; add one to prisma/any-row.ts`)
}

/** An INSERT of such a row, with `fixed` values where they are given. `only` leaves out all other columns. */
export function insertAny(
  table: string,
  columns: Column[],
  fixed: Record<string, string | null>,
  only?: ReadonlySet<string>,
): { text: string; values: Array<string | null> } {
  const used = columns.filter(({ name, generated }) => !generated && (only === undefined || only.has(name)))
  return {
    text: `insert into ${table} (${used.map(({ name }) => `"${name}"`).join(', ')}) values (${used.map(({ type }, at) => `$${at + 1}::${type}`).join(', ')})`,
    values: used.map((column) => (column.name in fixed ? fixed[column.name]! : anyValue(column))),
  }
}
