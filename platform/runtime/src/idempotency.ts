import { createHash } from 'node:crypto'
import { sqltag as sql } from '@prisma/client/runtime/client'
import { RefusalError, refused } from './refusal.ts'
import type { Actor } from './viewer.ts'

type Sql = ReturnType<typeof sql>
type RawDb = { $queryRaw<T>(query: Sql): PromiseLike<T>; $executeRaw(query: Sql): PromiseLike<number> }
type Claim = { db: unknown; viewer: Actor; command: string; key: string }

/**
 * Claims the key in the command's transaction. A second request with the key waits here until the first has ended;
 * when that was rolled back, the second goes ahead.
 * @returns the id of the row that an earlier request with the key resulted in
 * @throws the refusal IDEMPOTENCY_KEY_REUSED when that request had other input
 */
export async function claimKey({
  db,
  viewer,
  command,
  key,
  fields,
}: Claim & { fields: object }): Promise<string | undefined> {
  const raw = db as RawDb
  const input = createHash('sha256').update(canonical(fields)).digest('base64url')
  const claimed = await raw.$executeRaw(sql`
    insert into idempotency_key (actor_id, command, key, result) values (${viewer.id}, ${command}, ${key}, ${JSON.stringify({ input })}::jsonb)
    on conflict (actor_id, command, key) do nothing`)
  if (claimed === 1) return undefined
  const [earlier] = await raw.$queryRaw<Array<{ id: string; input: string }>>(sql`
    select result ->> 'id' as id, result ->> 'input' as input from idempotency_key
    where actor_id = ${viewer.id} and command = ${command} and key = ${key}`)
  if (!earlier || earlier.input !== input) {
    throw new RefusalError(
      refused(
        'IDEMPOTENCY_KEY_REUSED',
        'This idempotency key was used for another request. Send this one with a new key',
        'idempotencyKey',
      ),
    )
  }
  return earlier.id
}

export async function keepResult({ db, viewer, command, key, id }: Claim & { id: string }): Promise<void> {
  await (db as RawDb).$executeRaw(sql`
    update idempotency_key set result = result || ${JSON.stringify({ id })}::jsonb
    where actor_id = ${viewer.id} and command = ${command} and key = ${key}`)
}

/** JSON with sorted keys: the same input in another order is the same input. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => `${JSON.stringify(name)}:${canonical(entry)}`)
      .join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
