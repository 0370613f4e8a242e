import { inject, expect, test } from 'vitest'
import { readEnvironment } from '../../../router/src/environment.ts'
import { startRouter } from '../../../router/src/router.ts'
import { grantsKey } from '../../../subgraphs/identity/src/keys.ts'
import { aBrowser } from '../../../subgraphs/identity/test/browser.ts'
import { aScene, password, type Somebody } from '../../../subgraphs/identity/test/scene.ts'
import { graphqlClient } from './client.ts'
import { fileStack } from './disposal.ts'
import { aRedis } from './redis.ts'

// Identity makes sessions, the router checks them, and the two know each other only by Redis and HTTP: this is where
// both sides of that agreement meet. A browser here knows the router alone.
const stack = fileStack()
const redis = stack.use(await aRedis())
const identity = stack.use(await aScene({ redis }))
const keys = inject('keys')
const router = await startRouter(
  readEnvironment({
    PORT: '0',
    LOG_LEVEL: 'silent',
    REDIS_URL: redis.url,
    IDENTITY_PRIVATE_KEY: keys.identityPrivateKey,
    AUTH_SECRET: keys.authSecret,
    AUTH_URL: identity.origin,
    SUBGRAPH_URLS: JSON.stringify({ identity: identity.url }),
  }),
)
stack.defer(() => router.stop())

/** Who the router takes the browser for: the person's address and roles, or the code of its refusal. */
async function viewerIn(browser: ReturnType<typeof aBrowser>): Promise<{ email: string; roles: string[] } | string> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const client = graphqlClient({ url: `${router.url}/graphql`, headers: async () => (cookie ? { cookie } : {}) })
  const { data, errors } = await client.send<{ viewer: { user: { email: string }; roles: string[] } }>(
    '{ viewer { user { email } roles } }',
  )
  if (errors) return errors[0]?.extensions?.code ?? 'an error without a code'
  return { email: data.viewer.user.email, roles: data.viewer.roles }
}

async function signedIn({ email }: Somebody) {
  const browser = aBrowser(router.url)
  expect((await browser.post('sign-in/email', { email, password })).status).toBe(200)
  return browser
}

async function aPerson(roles: ('ADVISER' | 'CENTRE_MANAGER' | 'NETWORK_ADMIN')[] = ['ADVISER']) {
  const [centre] = await identity.someCentres(1)
  return { centre: centre!, person: await identity.somebody({ at: centre!, roles, password }) }
}

test('who signed in at identity is somebody at the router, until signing out', async () => {
  const { person } = await aPerson()
  expect(await viewerIn(aBrowser(router.url))).toBe('UNAUTHENTICATED')
  const browser = await signedIn(person)
  expect(await viewerIn(browser)).toEqual({ email: person.email, roles: ['ADVISER'] })
  const kept = new Map(browser.cookies)
  expect((await browser.post('sign-out')).status).toBe(200)
  const thief = aBrowser(router.url)
  for (const [name, value] of kept) thief.cookies.set(name, value)
  expect(await viewerIn(thief)).toBe('UNAUTHENTICATED')
})

test('a cookie that identity did not sign is nobody’s', async () => {
  const browser = await signedIn((await aPerson()).person)
  const good = browser.cookies.get('cma.session_token')!
  browser.cookies.set(
    'cma.session_token',
    good.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')),
  )
  expect(await viewerIn(browser)).toBe('UNAUTHENTICATED')
  browser.cookies.set('cma.session_token', good)
  expect(await viewerIn(browser)).toMatchObject({ roles: ['ADVISER'] })
})

test('signing out everywhere holds in every browser from the next request on', async () => {
  const { person } = await aPerson()
  const browsers = [await signedIn(person), await signedIn(person)]
  for (const browser of browsers) expect(await viewerIn(browser)).toMatchObject({ email: person.email })
  const cookie = [...browsers[0]!.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const client = graphqlClient({ url: `${router.url}/graphql`, headers: async () => ({ cookie }) })
  const { viewer } = await client.ask<{ viewer: { sessions: object[] } }>('{ viewer { sessions { current device } } }')
  expect(viewer.sessions).toEqual([
    { current: true, device: 'Chrome on Windows' },
    { current: false, device: 'Chrome on Windows' },
  ])
  const { signOutEverywhere } = await client.ask<{ signOutEverywhere: object }>(
    'mutation { signOutEverywhere { ... on SignedOutEverywhere { sessionsEnded } } }',
  )
  expect(signOutEverywhere).toEqual({ sessionsEnded: 2 })
  for (const browser of browsers) expect(await viewerIn(browser)).toBe('UNAUTHENTICATED')
})

test('new roles count from the next request on, and an account that was closed is out', async () => {
  const { centre, person } = await aPerson()
  const admin = await identity.somebody({ at: centre, roles: ['NETWORK_ADMIN'] })
  const browser = await signedIn(person)
  expect(await viewerIn(browser)).toMatchObject({ roles: ['ADVISER'] })
  const asAdmin = identity.as(admin.claims)
  await asAdmin.ask('mutation ($input: ChangeRolesInput!) { changeRoles(input: $input) { __typename } }', {
    input: { centreId: centre.id, userId: person.id, roles: ['SUPERVISOR', 'ADVISER'] },
  })
  expect(await viewerIn(browser)).toMatchObject({ roles: ['ADVISER', 'SUPERVISOR'] })
  await asAdmin.ask('mutation ($input: DeactivateUserInput!) { deactivateUser(input: $input) { __typename } }', {
    input: { userId: person.id },
  })
  expect(await viewerIn(browser)).toBe('UNAUTHENTICATED')
})

test('grants that the store has lost are asked of identity', async () => {
  const { person } = await aPerson(['CENTRE_MANAGER'])
  const browser = await signedIn(person)
  await identity.services.keyValue.delete(grantsKey(person.id))
  expect(await viewerIn(browser)).toMatchObject({ roles: ['CENTRE_MANAGER'] })
  expect(await identity.services.keyValue.get(grantsKey(person.id))).toBeDefined()
})

test('the limit for an address is for the one that the router saw, whatever a browser says of itself', async () => {
  const statuses = new Set<number>()
  for (let attempt = 0; attempt < 25; attempt += 1) {
    const browser = aBrowser(router.url, { address: `192.0.2.${attempt}` })
    statuses.add((await browser.post('choose-password', { token: 'none', newPassword: password })).status)
  }
  expect([...statuses]).toEqual([400, 429])
})
