import { expect, test } from 'vitest'
import pg from 'pg'
import { aDatabase } from './database.ts'
import { fileStack } from './disposal.ts'
import { aRedis } from './redis.ts'
import { statementsDuring } from './statements.ts'

const stack = fileStack()

test('two databases of one run do not see each other, and both are migrated', async () => {
  const [one, two] = [stack.use(await aDatabase()), stack.use(await aDatabase())]
  await one.query(`insert into app.centre (id, network_id) values (gen_random_uuid(), gen_random_uuid())`)
  expect(await one.query('select count(*)::int as count from app.centre')).toEqual([{ count: 1 }])
  expect(await two.query('select count(*)::int as count from app.centre')).toEqual([{ count: 0 }])
})

test('the role of a service signs in, cannot change tables, and its statements are counted', async () => {
  const database = stack.use(await aDatabase())
  const client = new pg.Client({ connectionString: database.urlAs('cases_app') })
  await client.connect()
  stack.defer(() => client.end())
  const { statements } = await statementsDuring(async () => {
    await client.query('begin')
    await client.query('select 1')
    await expect(client.query('create table cases.mine (id int)')).rejects.toThrow(/permission denied/)
    await client.query('rollback')
  })
  expect(statements).toEqual(['select 1', 'create table cases.mine (id int)'])
})

test('a Redis of its own', async () => {
  const redis = stack.use(await aRedis())
  expect(redis.url).toMatch(/^redis:/)
})
