import { newId, type Claims } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aims, everyCaller, expected, outcomeOf } from '../test/callers.ts'
import { aScene } from '../test/scene.ts'

const stack = fileStack()
const scene = stack.use(await aScene())

const document = `mutation ($input: UpdateCentreInput!) { updateCentre(input: $input) { __typename
  ... on Centre { id name regulatoryStatus firmReferenceNumber jurisdictions sfsLicence telephone }
  ... on Refused { code message field } } }`
type Result = { __typename: string; code?: string }
const update = async (claims: Claims, input: object) =>
  (await scene.as(claims).ask<{ updateCentre: Result }>(document, { input })).updateCentre

test('what is given changes, the rest stays; the ledger has the fields and not the values', async () => {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const described = {
    regulatoryStatus: 'APPOINTED_REPRESENTATIVE',
    firmReferenceNumber: '123456',
    jurisdictions: ['SCOTLAND', 'ENGLAND_WALES'],
    sfsLicence: 'SFS 42',
    telephone: '01632 960 100',
  }
  expect(await update(manager.claims, { centreId: centre!.id, ...described })).toEqual({
    __typename: 'Centre',
    id: centre!.id,
    name: centre!.name,
    ...described,
  })
  expect(
    await update(manager.claims, { centreId: centre!.id, name: 'A New Name', firmReferenceNumber: null }),
  ).toMatchObject({ ...described, name: 'A New Name', firmReferenceNumber: null })
  const events = await scene.database.query<{ facts: object }>(
    `select action, centre_id, facts from audit.event where actor_id = $1 order by recorded_at`,
    [manager.id],
  )
  expect(events.at(-1)).toEqual({
    action: 'identity.centre.updated',
    centre_id: centre!.id,
    facts: { centreId: centre!.id, fields: ['name', 'firmReferenceNumber'] },
  })
})

test('who may: managers in their centre, administrators in their network', async () => {
  const [own, sibling] = await scene.someCentres(2)
  const [foreign] = await scene.someCentres(1)
  const places = { own: own!, sibling: sibling!, foreign: foreign! }
  for (const caller of everyCaller(own!)) {
    for (const aim of aims) {
      const result = await update(caller.claims, { centreId: places[aim].id, telephone: '01632 960 101' })
      expect({ ...caller, aim, outcome: outcomeOf(result) }).toEqual({
        ...caller,
        aim,
        outcome: expected(['CENTRE_MANAGER', 'NETWORK_ADMIN'], caller, aim),
      })
    }
  }
})

test.each([
  ['nothing but the centre', {}, null],
  ['an empty name', { name: ' ' }, 'name'],
  ['a firm reference number with letters', { firmReferenceNumber: 'FRN 12' }, 'firmReferenceNumber'],
  ['a firm reference number of five digits', { firmReferenceNumber: '12345' }, 'firmReferenceNumber'],
  ['no jurisdiction', { jurisdictions: [] }, 'jurisdictions'],
  ['a long membership number', { sfsLicence: 'x'.repeat(51) }, 'sfsLicence'],
  ['words for a number', { telephone: 'the usual' }, 'telephone'],
])('%s is refused at its field', async (_, input, field) => {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  expect(await update(manager.claims, { centreId: centre!.id, ...input })).toMatchObject({
    code: 'INVALID_INPUT',
    field,
  })
})

test('a repeat with the same key gets the same answer and is done once', async () => {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const input = { centreId: centre!.id, name: 'Once Only', idempotencyKey: newId() }
  expect(await update(manager.claims, input)).toEqual(await update(manager.claims, input))
  expect(await scene.database.query(`select 1 from audit.event where actor_id = $1`, [manager.id])).toHaveLength(1)
})
