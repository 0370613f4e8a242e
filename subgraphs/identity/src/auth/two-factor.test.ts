import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { sessionKey } from '../keys.ts'
import { sessionsOf } from '../sessions.ts'
import { aScene, password } from '../../test/scene.ts'
import { aBrowser, totpCode } from '../../test/browser.ts'

const stack = fileStack()
const scene = stack.use(await aScene())
const { keyValue } = scene.services
const minute = 60_000

/** Somebody signed in, who has just added an authenticator app. */
async function withAuthenticator() {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, password })
  const browser = aBrowser(scene.origin)
  await browser.post('sign-in/email', { email: person.email, password })
  const { body } = await browser.post('two-factor/enable', { password })
  const { totpURI, backupCodes } = body as unknown as { totpURI: string; backupCodes: string[] }
  return { person, browser, totpURI, backupCodes }
}

async function enabled() {
  const { browser, ...rest } = await withAuthenticator()
  expect((await browser.post('two-factor/verify-totp', { code: totpCode(rest.totpURI) })).status).toBe(200)
  return { browser, ...rest }
}

/** A browser in which the password has been given, and the code not yet. */
async function afterPassword(email: string) {
  const browser = aBrowser(scene.origin)
  const answer = await browser.post('sign-in/email', { email, password })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({ twoFactorRedirect: true })
  expect(browser.cookies.has('cma.session_token')).toBe(false)
  return browser
}

const events = (personId: string) =>
  scene.database
    .query<{ action: string }>(`select action from audit.event where actor_id = $1 order by recorded_at`, [personId])
    .then((rows) => rows.map(({ action }) => action))

test('adding an authenticator needs the password, and counts once a code from it was right', async () => {
  const { person, browser, totpURI, backupCodes } = await withAuthenticator()
  expect(backupCodes).toHaveLength(10)
  expect((await browser.post('two-factor/enable', { password: 'not-the-password-at-all' })).status).toBe(400)
  expect(
    (await browser.post('two-factor/verify-totp', { code: totpCode(totpURI, Date.now() + 10 * minute) })).status,
  ).toBe(401)
  expect(
    (await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })).body,
  ).not.toHaveProperty('twoFactorRedirect')

  const before = browser.token()
  expect((await browser.post('two-factor/verify-totp', { code: totpCode(totpURI) })).status).toBe(200)
  expect(await keyValue.get(sessionKey(before))).toBeUndefined() // another token for the same person
  expect(await keyValue.get(sessionKey(browser.token()))).toBeDefined()
  await afterPassword(person.email)
  expect((await events(person.id)).filter((action) => action !== 'identity.session.started')).toEqual([
    'identity.authenticator.added',
  ])
})

test('the secret is stored encrypted', async () => {
  const { person, totpURI } = await enabled()
  const [row] = await scene.database.query<{ secret: string }>(
    'select secret from identity.two_factor where person_id = $1',
    [person.id],
  )
  expect(row!.secret).not.toContain(new URL(totpURI).searchParams.get('secret'))
})

test('a sign-in with an authenticator is one only after its code: no session, no entry before', async () => {
  const { person, totpURI } = await enabled()
  const started = (await events(person.id)).filter((action) => action === 'identity.session.started').length
  const sessions = (await sessionsOf(keyValue, person.id)).length
  const browser = await afterPassword(person.email)
  expect(await sessionsOf(keyValue, person.id)).toHaveLength(sessions)
  expect((await events(person.id)).filter((action) => action === 'identity.session.started')).toHaveLength(started)

  const wrong = await browser.post('two-factor/verify-totp', { code: totpCode(totpURI, Date.now() + 10 * minute) })
  expect(wrong.status).toBe(401)
  const right = await browser.post('two-factor/verify-totp', { code: totpCode(totpURI), trustDevice: true })
  expect(right.status).toBe(200)
  expect(right.body).not.toHaveProperty('token')
  expect([...browser.cookies.keys()].filter((name) => name.includes('trust'))).toEqual([])
  expect(await sessionsOf(keyValue, person.id)).toHaveLength(sessions + 1)
  expect((await events(person.id)).filter((action) => action === 'identity.session.started')).toHaveLength(started + 1)
})

test('a code opens one sign-in only', async () => {
  const { person, totpURI } = await enabled()
  const [first, second] = [await afterPassword(person.email), await afterPassword(person.email)]
  // The next step of the clock: the one that added the authenticator has been used.
  const code = totpCode(totpURI, Date.now() + minute / 2)
  expect((await first.post('two-factor/verify-totp', { code })).status).toBe(200)
  const again = await second.post('two-factor/verify-totp', { code })
  expect(again.status).toBe(401)
  expect(second.cookies.has('cma.session_token')).toBe(false)
})

test('without the password’s cookie a code is nothing', async () => {
  const { totpURI } = await enabled()
  expect((await aBrowser(scene.origin).post('two-factor/verify-totp', { code: totpCode(totpURI) })).status).toBe(401)
})

test('five wrong codes end the attempt, ten lock the second step', async () => {
  const { person, totpURI } = await enabled()
  const wrong = totpCode(totpURI, Date.now() + 10 * minute)
  const [first, second] = [await afterPassword(person.email), await afterPassword(person.email)]
  for (const browser of [first, second]) {
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect((await browser.post('two-factor/verify-totp', { code: wrong })).status).toBe(401)
  }
  const right = { code: totpCode(totpURI, Date.now() + minute / 2) }
  expect((await first.post('two-factor/verify-totp', right)).status).not.toBe(200)
  const third = await afterPassword(person.email)
  expect((await third.post('two-factor/verify-totp', right)).status).toBe(429)
})

test('a backup code works once', async () => {
  const { person, backupCodes } = await enabled()
  const [first, second] = [await afterPassword(person.email), await afterPassword(person.email)]
  expect((await first.post('two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(200)
  expect(first.cookies.has('cma.session_token')).toBe(true)
  expect((await second.post('two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(401)
  expect((await second.post('two-factor/verify-backup-code', { code: backupCodes[1] })).status).toBe(200)
})

test('of two browsers with one backup code at once, one gets in', async () => {
  const { person, backupCodes } = await enabled()
  const browsers = [await afterPassword(person.email), await afterPassword(person.email)]
  const answers = await Promise.all(
    browsers.map((browser) => browser.post('two-factor/verify-backup-code', { code: backupCodes[3] })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('new backup codes replace the old; removing the authenticator needs the password', async () => {
  const { person, browser, backupCodes } = await enabled()
  const renewed = (await browser.post('two-factor/generate-backup-codes', { password })).body as unknown as {
    backupCodes: string[]
  }
  const next = await afterPassword(person.email)
  expect((await next.post('two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(401)
  expect((await next.post('two-factor/verify-backup-code', { code: renewed.backupCodes[0] })).status).toBe(200)
  expect((await browser.post('two-factor/disable', { password: 'not-the-password-at-all' })).status).toBe(400)
  expect((await browser.post('two-factor/disable', { password })).status).toBe(200)
  expect(
    (await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })).body,
  ).not.toHaveProperty('twoFactorRedirect')
  expect(await events(person.id)).toEqual(
    expect.arrayContaining(['identity.backup_codes.renewed', 'identity.authenticator.removed']),
  )
})
