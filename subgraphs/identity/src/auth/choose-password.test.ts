import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { sessionsOf } from '../sessions.ts'
import { aScene, password } from '../../test/scene.ts'
import { aBrowser } from '../../test/browser.ts'

const stack = fileStack()
const scene = stack.use(await aScene())

/** A colleague added by a manager, and the token of the link that the manager got. */
async function invited() {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const email = `new-${manager.email}`
  const { addUser } = await scene
    .as(manager.claims)
    .ask<{ addUser: { user: { id: string }; setPasswordLink: string } }>(
      'mutation ($input: AddUserInput!) { addUser(input: $input) { ... on UserAdded { user { id } setPasswordLink } } }',
      { input: { centreId: centre!.id, name: 'New Colleague', email, roles: ['ADVISER'] } },
    )
  const link = new URL(addUser.setPasswordLink)
  return { email, personId: addUser.user.id, link, token: link.hash.slice(1) }
}

test('a new colleague chooses a password with the link, once, and signs in with it', async () => {
  const { email, personId, link, token } = await invited()
  expect(link.origin + link.pathname).toBe('http://localhost:4000/set-password')
  const browser = aBrowser(scene.origin)
  expect((await browser.post('sign-in/email', { email, password })).status).toBe(401)
  expect((await browser.post('choose-password', { token, newPassword: password })).body).toEqual({ status: true })
  expect((await browser.post('sign-in/email', { email, password })).status).toBe(200)

  const again = await browser.post('choose-password', { token, newPassword: 'another-plain-long-passphrase' })
  expect(again.status).toBe(400)
  expect(again.body).toMatchObject({ code: 'LINK_NOT_VALID' })
  expect((await aBrowser(scene.origin).post('sign-in/email', { email, password })).status).toBe(200)
  const events = await scene.database.query<{ action: string }>(
    'select action from audit.event where actor_id = $1 order by recorded_at',
    [personId],
  )
  expect(events.map(({ action }) => action)).toEqual([
    'identity.password.chosen',
    'identity.session.started',
    'identity.session.started',
  ])
})

test('a link that has run out, an unknown one, and one of a closed account are all not valid', async () => {
  const [late, closed] = [await invited(), await invited()]
  await scene.database.query(
    `update identity.set_password_link set expires_at = now() - interval '1 second' where person_id = $1`,
    [late.personId],
  )
  await scene.database.query('update identity.person set active = false where id = $1', [closed.personId])
  for (const token of [late.token, closed.token, 'x'.repeat(43), ''])
    expect((await aBrowser(scene.origin).post('choose-password', { token, newPassword: password })).body).toMatchObject(
      { code: 'LINK_NOT_VALID' },
    )
})

test('a weak password is refused with the reason, and the link stays good', async () => {
  const { token, email } = await invited()
  const weak = { short: 'eleven-char', repeated: 'ababababababab', like: `my ${email.split('@')[0]}` }
  for (const newPassword of Object.values(weak))
    expect((await aBrowser(scene.origin).post('choose-password', { token, newPassword })).body).toMatchObject({
      code: 'PASSWORD_TOO_WEAK',
    })
  expect((await aBrowser(scene.origin).post('choose-password', { token, newPassword: password })).status).toBe(200)
})

test('of two at once with one link, one succeeds', async () => {
  const { token } = await invited()
  const answers = await Promise.all(
    [password, 'another-plain-long-passphrase'].map((newPassword) =>
      aBrowser(scene.origin).post('choose-password', { token, newPassword }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
})

test('neither the token nor the password is in the database', async () => {
  const { token } = await invited()
  await aBrowser(scene.origin).post('choose-password', { token, newPassword: password })
  const [row] = await scene.database.query<{ found: boolean; kept: string }>(
    `select exists (select from identity.set_password_link where encode(token_hash, 'escape') like '%' || $1 || '%') as found,
       (select password from identity.credential order by created_at desc limit 1) as kept`,
    [token],
  )
  expect(row!.found).toBe(false)
  expect(row!.kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('a renewed link is for a forgotten password: it ends every session, and the links before it', async () => {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const person = await scene.somebody({ at: centre!, password })
  await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })
  const renew = async () => {
    const { renewPasswordLink } = await scene
      .as(manager.claims)
      .ask<{ renewPasswordLink: { setPasswordLink: string } }>(
        'mutation ($input: RenewPasswordLinkInput!) { renewPasswordLink(input: $input) { ... on PasswordLink { setPasswordLink } } }',
        { input: { userId: person.id } },
      )
    return new URL(renewPasswordLink.setPasswordLink).hash.slice(1)
  }
  const [first, second] = [await renew(), await renew()]
  expect(await sessionsOf(scene.services.keyValue, person.id)).toHaveLength(1)
  const newPassword = 'another-plain-long-passphrase'
  const choose = (token: string) => aBrowser(scene.origin).post('choose-password', { token, newPassword })
  expect((await choose(first)).body).toMatchObject({ code: 'LINK_NOT_VALID' })
  expect((await choose(second)).status).toBe(200)
  expect(await sessionsOf(scene.services.keyValue, person.id)).toEqual([])
  const signIn = (with_: string) =>
    aBrowser(scene.origin).post('sign-in/email', { email: person.email, password: with_ })
  expect((await signIn(password)).status).toBe(401)
  expect((await signIn(newPassword)).status).toBe(200)
})
