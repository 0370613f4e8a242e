import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { grantsKey, sessionKey, sessionSeconds } from '../keys.ts'
import { sessionsOf } from '../sessions.ts'
import { aScene, password } from '../../test/scene.ts'
import { aBrowser } from '../../test/browser.ts'

const stack = fileStack()
const scene = stack.use(await aScene())
const { keyValue } = scene.services
const events = (personId: string) =>
  scene.database
    .query<{ action: string }>(`select action from audit.event where actor_id = $1 order by recorded_at`, [personId])
    .then((rows) => rows.map(({ action }) => action))

test('signing in gives a cookie that no script reads, a session in the store, grants for the router, an entry in the ledger', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER', 'DPO'], password })
  const browser = aBrowser(scene.origin)
  const answer = await browser.post('sign-in/email', { email: person.email, password })

  expect(answer.status).toBe(200)
  expect(answer.body).not.toHaveProperty('token')
  const [cookie] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^cma\.session_token=/)
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
  expect(cookie).toMatch(/Path=\//)
  expect(cookie).not.toMatch(/Secure/i) // http
  const stored = JSON.parse((await keyValue.get(sessionKey(browser.token())))!) as { session: Record<string, string> }
  expect(stored.session).toMatchObject({ userId: person.id, ipAddress: '' })
  expect(stored.session['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  expect(
    new Date(stored.session['expiresAt']!).getTime() - new Date(stored.session['createdAt']!).getTime(),
  ).toBeLessThanOrEqual(sessionSeconds * 1_000 + 1_000)
  expect(JSON.parse((await keyValue.get(grantsKey(person.id)))!)).toEqual({
    c: { [centre!.id]: ['CENTRE_MANAGER'] },
    n: { [centre!.networkId]: ['DPO'] },
  })
  expect(await events(person.id)).toEqual(['identity.session.started'])
})

test('a wrong password, an unknown address, a person without a password and a closed account get one and the same answer', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  const invited = await scene.somebody({ at: centre! })
  const closed = await scene.somebody({ at: centre!, password })
  await scene.database.query('update identity.person set active = false where id = $1', [closed.id])
  const browser = aBrowser(scene.origin)
  const answers = [
    await browser.post('sign-in/email', { email: person.email, password: 'another-long-passphrase' }),
    await browser.post('sign-in/email', { email: 'nobody@example.org', password }),
    await browser.post('sign-in/email', { email: invited.email, password }),
    await browser.post('sign-in/email', { email: closed.email, password }),
  ]
  for (const { status, body } of answers) {
    expect(status).toBe(401)
    expect(body).toEqual({ code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' })
  }
  expect(browser.cookies.size).toBe(0)
  expect(await sessionsOf(keyValue, closed.id)).toEqual([])
})

test('the e-mail address counts in any spelling', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  expect(
    (await aBrowser(scene.origin).post('sign-in/email', { email: person.email.toUpperCase(), password })).status,
  ).toBe(200)
})

test('nobody signs themself up, and what better-auth offers besides is not there', async () => {
  const browser = aBrowser(scene.origin)
  for (const path of [
    'sign-up/email',
    'update-user',
    'delete-user',
    'change-email',
    'list-sessions',
    'sign-in/social',
    'request-password-reset',
    'set-password',
    'get-session',
  ])
    expect((await browser.post(path, { email: 'me@example.org', password, name: 'Me' })).status, path).toBe(404)
  expect((await fetch(`${scene.origin}/auth/sign-in/email`)).status).toBe(405)
  expect((await browser.post('sign-in/email', { email: 'x'.repeat(20_000), password })).status).toBe(413)
  expect((await browser.post('sign-in/email', { email: 'not an address', password })).status).toBe(400)
  expect((await browser.post('sign-in/email', { password })).status).toBe(400)
})

test('another origin is refused, with and without a cookie; software without an origin is not', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  const browser = aBrowser(scene.origin)
  const foreign = { origin: 'https://elsewhere.example' }
  expect((await browser.post('sign-in/email', { email: person.email, password }, foreign)).status).toBe(403)
  expect((await browser.post('sign-in/email', { email: person.email, password })).status).toBe(200)
  expect((await browser.post('sign-out', {}, foreign)).status).toBe(403)
  expect(await sessionsOf(keyValue, person.id)).toHaveLength(1)
  for (const site of ['cross-site', 'same-site']) {
    const nameless = await fetch(`${scene.origin}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': site },
      body: JSON.stringify({ email: person.email, password }),
    })
    expect(nameless.status).toBe(403)
  }
  const software = await fetch(`${scene.origin}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password }),
  })
  expect(software.status).toBe(200)
})

test('signing out ends the session at once and tells the routers which', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  const browser = aBrowser(scene.origin)
  await browser.post('sign-in/email', { email: person.email, password })
  const token = browser.token()
  const [session] = await sessionsOf(keyValue, person.id)
  const told = Promise.withResolvers<string | undefined>()
  const stop = await scene.services.nudges.subscribe('session-revoked', told.resolve)
  expect((await browser.post('sign-out')).status).toBe(200)
  expect(JSON.parse((await told.promise)!)).toEqual({ userId: person.id, sessionId: session!.id })
  stop()
  expect(browser.cookies.has('cma.session_token')).toBe(false)
  expect(await keyValue.get(sessionKey(token))).toBeUndefined()
  expect(await events(person.id)).toEqual(['identity.session.started', 'identity.session.ended'])
})

test('after ten attempts for one account even the right password waits, from any address, whether the account exists or not', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  for (const email of [person.email, `nobody-${person.email}`]) {
    const statuses: number[] = []
    for (let attempt = 0; attempt < 11; attempt += 1) {
      const { status } = await aBrowser(scene.origin, { address: `198.51.100.${attempt}` }).post('sign-in/email', {
        email,
        password: 'a-wrong-long-passphrase',
      })
      statuses.push(status)
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
    const locked = await aBrowser(scene.origin, { address: '198.51.100.99' }).post('sign-in/email', { email, password })
    expect(locked.status).toBe(429)
    expect(locked.headers.get('retry-after')).toBe('900')
    expect(locked.body).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
  }
})

test('one address can’t try many accounts, and its limit has no address in its key', async () => {
  const browser = aBrowser(scene.origin, { address: '203.0.113.7' })
  const statuses = new Set<number>()
  for (let attempt = 0; attempt < 61; attempt += 1)
    statuses.add((await browser.post('sign-in/email', { email: `not-an-address-${attempt}`, password })).status)
  expect([...statuses]).toEqual([400, 429])
})
