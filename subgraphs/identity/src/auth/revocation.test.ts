import { fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { revokedBeforeKey, sessionKey, sessionSeconds } from '../keys.ts'
import { endSessions, sessionsOf } from '../sessions.ts'
import { aScene, password, type Somebody } from '../../test/scene.ts'
import { aBrowser } from '../../test/browser.ts'

const stack = fileStack()
const scene = stack.use(await aScene())
const { keyValue, nudges } = scene.services

async function signedIn(person: Somebody) {
  const browser = aBrowser(scene.origin)
  expect((await browser.post('sign-in/email', { email: person.email, password })).status).toBe(200)
  return browser
}

/** Whether the browser's session is still good: only then does the service talk about second factors. */
const isSignedIn = async (browser: Awaited<ReturnType<typeof signedIn>>) =>
  (await browser.post('two-factor/enable', { password: 'not-the-password-at-all' })).status !== 401

const aPerson = async () => scene.somebody({ at: (await scene.someCentres(1))[0]!, password })

test('signing out everywhere ends every session, one that the list forgot included, and tells the routers', async () => {
  const person = await aPerson()
  const browsers = [await signedIn(person), await signedIn(person)]
  const lost = (await sessionsOf(keyValue, person.id)).at(-1)!
  // Two sign-ins at once may write the list over each other: the session is good, the list does not know it.
  await keyValue.set(
    `auth:active-sessions-${person.id}`,
    JSON.stringify(
      (await sessionsOf(keyValue, person.id))
        .slice(0, 1)
        .map(({ token, expiresAt }) => ({ token, expiresAt: expiresAt.getTime() })),
    ),
    { ttlSeconds: 60 },
  )
  const told = Promise.withResolvers<string | undefined>()
  stack.defer(
    await nudges.subscribe(
      'session-revoked',
      (payload) => void (payload?.includes(person.id) && told.resolve(payload)),
    ),
  )

  const claims = { ...person.claims, sid: lost.id }
  const { signOutEverywhere } = await scene
    .as(claims)
    .ask<{ signOutEverywhere: object }>(
      'mutation { signOutEverywhere { __typename ... on SignedOutEverywhere { sessionsEnded } } }',
    )
  expect(signOutEverywhere).toEqual({ __typename: 'SignedOutEverywhere', sessionsEnded: 1 })
  expect(JSON.parse((await told.promise)!)).toEqual({ userId: person.id })
  expect(await keyValue.get(sessionKey(lost.token))).toBeDefined()
  for (const browser of browsers) expect(await isSignedIn(browser)).toBe(false)

  await waitUntil(
    'the clock to pass the mark',
    async () => Date.now() > Number(await keyValue.get(revokedBeforeKey(person.id))),
  )
  const later = await signedIn(person)
  expect(await isSignedIn(later)).toBe(true)
  expect(await sessionsOf(keyValue, person.id)).toHaveLength(1)
  const events = await scene.database.query<{ action: string }>(`select action from audit.event where actor_id = $1`, [
    person.id,
  ])
  expect(events.filter(({ action }) => action === 'identity.sessions.ended')).toHaveLength(1)
})

test('changing the password ends all other sessions, keeps this one, and needs the old password and a good new one', async () => {
  const person = await aPerson()
  const [mine, other] = [await signedIn(person), await signedIn(person)]
  const next = 'another-plain-long-passphrase'
  expect(
    (await mine.post('change-password', { currentPassword: 'not-the-password-at-all', newPassword: next })).status,
  ).toBe(400)
  for (const newPassword of ['short', 'aaaaaaaaaaaaaaaa', person.email]) {
    const refused = await mine.post('change-password', { currentPassword: password, newPassword })
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({ code: 'PASSWORD_TOO_WEAK' })
  }
  expect(await isSignedIn(other)).toBe(true)
  const changed = await mine.post('change-password', {
    currentPassword: password,
    newPassword: next,
    revokeOtherSessions: false,
  })
  expect(changed.status).toBe(200)
  expect(changed.body).not.toHaveProperty('token')
  expect(await isSignedIn(mine)).toBe(true)
  expect(await isSignedIn(other)).toBe(false)
  expect(await sessionsOf(keyValue, person.id)).toHaveLength(1)
  expect((await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })).status).toBe(401)
  expect((await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password: next })).status).toBe(200)
})

test('a session ends when its time is over, also for a cookie that the browser kept', async () => {
  const person = await aPerson()
  const browser = await signedIn(person)
  const key = sessionKey(browser.token())
  const stored = JSON.parse((await keyValue.get(key))!) as { session: Record<string, string>; user: object }
  const start = new Date(stored.session['createdAt']!).getTime()
  const lasts = new Date(stored.session['expiresAt']!).getTime() - start
  expect(Math.abs(lasts - sessionSeconds * 1_000)).toBeLessThan(1_000)
  await keyValue.set(
    key,
    JSON.stringify({ ...stored, session: { ...stored.session, expiresAt: new Date(Date.now() - 1).toISOString() } }),
    { ttlSeconds: 60 },
  )
  expect(await isSignedIn(browser)).toBe(false)
  expect(await sessionsOf(keyValue, person.id)).toEqual([])
})

test('not to be remembered is no longer than the others', async () => {
  const person = await aPerson()
  const browser = aBrowser(scene.origin)
  const answer = await browser.post('sign-in/email', { email: person.email, password, rememberMe: false })
  expect(answer.headers.getSetCookie().find((cookie) => cookie.startsWith('cma.session_token'))).not.toMatch(/Max-Age/i)
  const [session] = await sessionsOf(keyValue, person.id)
  expect(session!.expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(sessionSeconds * 1_000)
})

test('a forged or shortened cookie is nobody’s', async () => {
  const person = await aPerson()
  const browser = await signedIn(person)
  const good = browser.cookies.get('cma.session_token')!
  for (const forged of [
    good.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')),
    decodeURIComponent(good).split('.')[0]!,
    `${good.slice(0, -6)}AAAA%3D`,
  ]) {
    browser.cookies.set('cma.session_token', forged)
    expect(await isSignedIn(browser), forged).toBe(false)
  }
  browser.cookies.set('cma.session_token', good)
  expect(await isSignedIn(browser)).toBe(true)
})

test('with the store away nothing is said to have ended', async () => {
  const person = await aPerson()
  const away = { ...keyValue, set: () => Promise.reject(new Error('away')) }
  await expect(endSessions({ store: away, nudges }, person.id)).rejects.toThrow('away')
})
