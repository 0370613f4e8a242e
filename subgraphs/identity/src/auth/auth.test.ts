import { createMemoryKeyValue } from '@cma/runtime/key-value'
import { createMemoryNudges } from '@cma/runtime/nudges'
import { aDatabase, fileStack } from '@cma/testing'
import { getMigrations } from 'better-auth/db/migration'
import { expect, test } from 'vitest'
import { authEnvironment } from '../environment.ts'
import { openSystemPool } from '../system-pool.ts'
import { createAuth } from './auth.ts'
import { trustedOrigins } from './trusted-origins.ts'

const stack = fileStack()
const database = stack.use(await aDatabase())
const people = openSystemPool(database.urlAs('identity_app'))
stack.defer(() => people.end())

const authAt = (publicUrl: string) =>
  createAuth({
    people,
    store: createMemoryKeyValue(),
    nudges: createMemoryNudges(),
    secret: 'only-for-a-test-run-0123456789abcdef',
    publicUrl,
    log: () => {},
    recorded: () => {},
  })

test('the migrated database has every table and column that better-auth needs', async () => {
  const { toBeCreated, toBeAdded } = await getMigrations(authAt('http://localhost:4000').options)
  expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] })
  // And it would notice: this table is missed.
  await database.query('alter table identity.two_factor rename to two_factor_away')
  const lacking = await getMigrations(authAt('http://localhost:4000').options)
  expect(lacking.toBeCreated.map(({ table }) => table)).toEqual(['two_factor'])
})

test('over https the cookie is Secure and says so in its name', async () => {
  const secure = (await authAt('https://casework.example').$context).authCookies.sessionToken
  expect(secure).toMatchObject({
    name: '__Secure-cma.session_token',
    attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' },
  })
  const plain = (await authAt('http://localhost:4000').$context).authCookies.sessionToken
  expect(plain).toMatchObject({
    name: 'cma.session_token',
    attributes: { secure: false, httpOnly: true, sameSite: 'lax', path: '/' },
  })
})

test('only the public address is trusted; on one’s own machine, under each of its names', () => {
  expect(trustedOrigins('https://casework.example/app')).toEqual(['https://casework.example'])
  expect(trustedOrigins('http://localhost:4000')).toEqual([
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
  ])
})

test('in production the public address must be https', () => {
  const environment = { AUTH_SECRET: 'secret', PUBLIC_URL: 'http://casework.example', NODE_ENV: 'production' }
  expect(authEnvironment.safeParse(environment).error?.issues[0]?.path).toEqual(['PUBLIC_URL'])
  expect(authEnvironment.safeParse({ ...environment, PUBLIC_URL: 'https://casework.example' }).success).toBe(true)
  expect(authEnvironment.safeParse({ ...environment, NODE_ENV: 'test' }).success).toBe(true)
  expect(authEnvironment.safeParse({ AUTH_SECRET: 'secret', PUBLIC_URL: 'javascript:alert(1)' }).success).toBe(false)
})
