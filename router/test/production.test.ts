import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import { library } from './worlds/library.ts'

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())
const schema = '{ __schema { queryType { name } } }'
const hsts = 'strict-transport-security'

async function ask(variables: Record<string, string>, headers: Record<string, string> = {}) {
  const fixture = await startRouterFixture(world.sdl, variables)
  stack.defer(() => fixture.stop())
  const { cookie } = await fixture.signIn()
  const { status, body, headers: answered } = await fixture.ask(schema, { cookie, headers })
  return { status, code: body.errors?.[0]?.extensions.code, hsts: answered.get(hsts) }
}

test('in production the schema is not told, and browsers stay with https', async () => {
  const year = 'max-age=31536000; includeSubDomains'
  const production = { NODE_ENV: 'production' }
  expect(await ask(production)).toEqual({ status: 400, code: 'INTROSPECTION_DISABLED', hsts: year })
  expect(await ask({ ...production, INTROSPECTION: '1' })).toEqual({ status: 200, code: undefined, hsts: year })
})

test('elsewhere it is told, and https is asked for only where it is in use', async () => {
  expect(await ask({})).toEqual({ status: 200, code: undefined, hsts: null })
  const behindProxy = await ask({ TRUST_PROXY: '1' }, { 'x-forwarded-proto': 'https' })
  expect(behindProxy.hsts).not.toBeNull()
  expect((await ask({}, { 'x-forwarded-proto': 'https' })).hsts).toBeNull()
})
