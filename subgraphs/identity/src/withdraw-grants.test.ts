import { fileStack, waitUntil } from '@cma/testing'
import type { Claims, KeyValue } from '@cma/runtime'
import { afterEach, expect, test } from 'vitest'
import { aScene, type Place, type Somebody } from '../test/scene.ts'
import { publishGrants } from './grants.ts'
import { grantsKey } from './keys.ts'

// What the router goes by is a copy of the grants. It must not outlive the roles that it tells of, whatever fails at the wrong moment.

const stack = fileStack()
const scene = stack.use(await aScene())
const store = scene.services.keyValue
const whole = { ...store }
afterEach(() => void Object.assign(store, whole))

const copyOf = async (person: Somebody) => store.get(grantsKey(person.id))
const lastingRoles = async (person: Somebody) =>
  (
    await scene.database.query<{ roles: string[] }>(
      `select roles from identity.membership where person_id = $1 and ended_at is null`,
      [person.id],
    )
  ).map(({ roles }) => roles)

/** Somebody whose grants the router has asked for. */
async function aColleague(): Promise<{ manager: Somebody; person: Somebody; centre: Place }> {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const person = await scene.somebody({ at: centre! })
  await publishGrants({ people: scene.people, store }, person.id)
  return { manager, person, centre: centre! }
}

const commands = [
  { name: 'endMembership', more: {} },
  { name: 'changeRoles', more: { roles: ['VOLUNTEER_SUPPORT'] } },
]

async function send(claims: Claims, name: string, input: object) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`
  return scene.as(claims).send(`mutation ($input: ${type}) { ${name}(input: $input) { __typename } }`, { input })
}

test.each(commands)('$name: a process that ends before it publishes leaves no old copy', async ({ name, more }) => {
  const { manager, person, centre } = await aColleague()
  store.set = () => Promise.reject(new Error('the process has ended'))
  expect(await send(manager.claims, name, { centreId: centre.id, userId: person.id, ...more })).toMatchObject({
    data: { [name]: { __typename: 'Membership' } },
  })
  expect(await copyOf(person)).toBeUndefined()
})

test.each(commands)('$name: a copy that is asked for meanwhile is one of the new grants', async ({ name, more }) => {
  const { manager, person, centre } = await aColleague()
  let asked: ReturnType<typeof publishGrants> | undefined
  store.delete = async (key) => {
    await whole.delete(key)
    asked = publishGrants({ people: scene.people, store: { ...whole } as KeyValue }, person.id)
    // It has to wait for the transaction: seen waiting, or, if it does not, done.
    await Promise.race([asked, waitUntil('it to wait', isWaiting)])
  }
  store.set = () => Promise.reject(new Error('the process has ended'))
  await send(manager.claims, name, { centreId: centre.id, userId: person.id, ...more })
  await asked
  expect(JSON.parse((await copyOf(person))!)).toEqual({ c: 'roles' in more ? { [centre.id]: more.roles } : {}, n: {} })
})

async function isWaiting(): Promise<boolean> {
  const waiting = await scene.database.query(
    `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
  )
  return waiting.length > 0
}

test.each(commands)('$name: with the store away nothing is changed', async ({ name, more }) => {
  const { manager, person, centre } = await aColleague()
  store.delete = () => Promise.reject(new Error('the store is away'))
  const { errors } = await send(manager.claims, name, { centreId: centre.id, userId: person.id, ...more })
  expect(errors).toHaveLength(1)
  expect(await lastingRoles(person)).toEqual([['ADVISER']])
})
