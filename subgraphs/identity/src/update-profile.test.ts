import { newId, type Claims } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { everyCaller, outcomeOf } from '../test/callers.ts'
import { aScene } from '../test/scene.ts'

const stack = fileStack()
const scene = stack.use(await aScene())

const document = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename
  ... on User { id name telephone } ... on Refused { code message field } } }`
type Result = { __typename: string; code?: string }
const update = async (claims: Claims, input: object) =>
  (await scene.as(claims).ask<{ updateProfile: Result }>(document, { input })).updateProfile

test('one’s own name and telephone change, each by itself; the ledger has the fields and not the values', async () => {
  const [centre] = await scene.someCentres(1)
  const [person, colleague] = [
    await scene.somebody({ at: centre!, telephone: '01632 960 001' }),
    await scene.somebody({ at: centre! }),
  ]
  expect(await update(person.claims, { name: 'Siân O’Neill-Łuczak' })).toMatchObject({
    name: 'Siân O’Neill-Łuczak',
    telephone: '01632 960 001',
  })
  expect(await update(person.claims, { telephone: '' })).toMatchObject({ name: 'Siân O’Neill-Łuczak', telephone: null })
  expect(await update(person.claims, { telephone: '+44 1632 960 002' })).toMatchObject({
    telephone: '+44 1632 960 002',
  })
  expect(await update(person.claims, { telephone: null })).toMatchObject({ telephone: null })
  const events = await scene.database.query<{ facts: object }>(
    `select action, facts from audit.event where actor_id = $1 order by recorded_at limit 1`,
    [person.id],
  )
  expect(events).toEqual([{ action: 'identity.user.updated', facts: { userId: person.id, fields: ['name'] } }])
  expect(await scene.database.query('select name from identity.person where id = $1', [colleague.id])).toEqual([
    { name: colleague.name },
  ])
})

test('who may: every person, for themself; software and whoever has no account never', async () => {
  const [centre] = await scene.someCentres(1)
  for (const caller of everyCaller(centre!)) {
    const nobody = await update(caller.claims, { name: 'A Name' })
    expect({ ...caller, outcome: outcomeOf(nobody) }).toEqual({ ...caller, outcome: 'NOT_ALLOWED' })
    if (caller.kind === 'PARTNER') continue
    const id = newId()
    await scene.database.query(`insert into identity.person (id, name, email) values ($1, 'Before', $2)`, [
      id,
      `${id}@example.org`,
    ])
    expect({ ...caller, outcome: outcomeOf(await update({ ...caller.claims, sub: id }, { name: 'After' })) }).toEqual({
      ...caller,
      outcome: 'done',
    })
  }
})

test('software with a person’s id as its own changes nothing of theirs', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre! })
  expect(await update({ ...person.claims, kind: 'PARTNER' }, { name: 'Taken Over' })).toMatchObject({
    code: 'NOT_ALLOWED',
  })
})

test.each([
  ['nothing', {}, null],
  ['no name', { name: '' }, 'name'],
  ['null for a name', { name: null }, 'name'],
  ['a long name', { name: 'x'.repeat(101) }, 'name'],
  ['a line break', { name: 'Sam\nExample' }, 'name'],
  ['words for a number', { telephone: 'home' }, 'telephone'],
])('%s is refused at its field', async (_, input, field) => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre! })
  expect(await update(person.claims, input)).toMatchObject({ code: 'INVALID_INPUT', field })
})

test('a repeat with the same key gets the same answer and is done once', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre! })
  const input = { name: 'Once Only', idempotencyKey: newId() }
  expect(await update(person.claims, input)).toEqual(await update(person.claims, input))
  expect(await scene.database.query(`select 1 from audit.event where actor_id = $1`, [person.id])).toHaveLength(1)
})
