import { isOutOfReach } from '@cma/runtime/out-of-reach'
import { aDatabase, aRedis, fileStack } from '@cma/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { aScene, password } from '../../test/scene.ts'
import { aBrowser } from '../../test/browser.ts'

const stack = fileStack()

test('while Redis is away signing in is refused for the moment, whether the password is right or not', async () => {
  const redis = await aRedis()
  const scene = stack.use(await aScene({ redis }))
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  expect((await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })).status).toBe(200)

  await redis[Symbol.asyncDispose]()
  for (const tried of [password, 'not-the-password-of-anybody']) {
    const answer = await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password: tried })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(answer.body).toEqual({
      code: 'SIGN_IN_UNAVAILABLE',
      message: 'Signing in is not possible at the moment. Try again shortly.',
    })
    expect(answer.headers.getSetCookie()).toEqual([])
  }
})

test('attempts while the database is away lock nobody out afterwards', async () => {
  const database = stack.use(await aDatabase())
  const scene = stack.use(await aScene({ database, background: true }))
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  const signIn = () => aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })
  const name = new URL(database.url).pathname.slice(1)
  // As while PostgreSQL is being started: nobody but the superuser gets in, and who was in is put out.
  await database.query(`alter database "${name}" connection limit 0`)
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'identity_app' and datname = current_database()`,
  )
  for (let attempt = 0; attempt < 12; attempt += 1) expect((await signIn()).status).toBe(503)
  await database.query(`alter database "${name}" connection limit -1`)
  expect((await signIn()).status).toBe(200)
})

test('a database that refuses, ends a connection or is not there is out of reach; a statement that is wrong is not', async () => {
  const database = stack.use(await aDatabase())
  const url = database.urlAs('identity_app')
  const failureOf = async (address: string, statement: string) => {
    const client = new pg.Client({ connectionString: address })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.query(statement).then(
        () => undefined,
        (error: unknown) => error,
      )
    } catch (error) {
      return error
    } finally {
      await client.end().catch(() => {})
    }
  }
  const nowhere = new URL(url)
  nowhere.port = '9'
  expect(isOutOfReach(await failureOf(nowhere.href, 'select 1'))).toBe(true)
  expect(isOutOfReach(await failureOf(url, 'select pg_terminate_backend(pg_backend_pid())'))).toBe(true)
  expect(isOutOfReach(new Error('signing in failed', { cause: await failureOf(nowhere.href, 'select 1') }))).toBe(true)
  const wrong = await failureOf(url, 'select nothing')
  expect(wrong).toBeInstanceOf(Error)
  expect(isOutOfReach(wrong)).toBe(false)
})
