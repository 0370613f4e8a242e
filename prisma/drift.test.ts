// Prisma leaves out what a slice cannot say: indexes over some rows or an expression, checks, policies, functions.
// The slices are what the clients are generated from, the migrations what the database is made of: they say the same.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { aDatabase, fileStack, type TestDatabase } from '../platform/testing/src/index.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { domains, type Domain } from './roles.ts'
import { driftOf } from './schema-engine.ts'

const stack = fileStack()
let database: TestDatabase
beforeAll(async () => {
  database = stack.use(await aDatabase())
})

const sliceOf = (domain: Domain) => ({
  path: fileURLToPath(new URL(`./${domain}/schema.prisma`, import.meta.url)),
  schema: domain,
})

describe.each(domains)('%s', (domain) => {
  test('the migrated database agrees with the slice', async () => {
    expect(await driftOf(sliceOf(domain), database.url)).toBe('')
  })

  test('a column that the slice does not have is found', async () => {
    const own = stack.use(await aDatabase())
    const [table] = [...(await readFile(sliceOf(domain).path, 'utf8')).matchAll(/@@map\("(\w+)"\)/g)].map(
      ([, name]) => name!,
    )
    await own.query(`alter table ${domain}.${table} add column drifted integer`)
    const drift = await driftOf(sliceOf(domain), own.url)
    expect(drift).toContain('DROP COLUMN "drifted"')
  })
})
