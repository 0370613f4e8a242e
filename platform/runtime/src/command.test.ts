import {
  aCentre,
  aViewer,
  fileStack,
  startSubgraph,
  type Client,
  type TestDatabase,
  type TestSubgraph,
} from '@cma/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { aProbeDatabase } from '../probe/probe-database.ts'
import { probe, seen, type PrismaClient } from '../probe/probe.ts'
import { newId } from './new-id.ts'
import { entityTag, listTag, typeTag } from './result-tags.ts'

const stack = fileStack()
let database: TestDatabase
let subgraph: TestSubgraph<PrismaClient>
beforeAll(async () => {
  const made = await aProbeDatabase()
  database = stack.use(made.database)
  subgraph = stack.use(
    await startSubgraph(probe, { database, environment: { ...made.environment, LOG_LEVEL: 'silent' } }),
  )
})

const addThing = `mutation ($input: AddThingInput!) {
  addThing(input: $input) { __typename ... on Thing { id label parts { name } } ... on Refused { code message field } }
}`
type Added = {
  addThing: {
    __typename: string
    id?: string
    label?: string
    code?: string
    field?: string | null
    message?: string
    parts?: Array<{ name: string }>
  }
}

async function aMember(): Promise<{ centreId: string; client: Client; userId: string }> {
  const centre = await aCentre(database)
  const userId = newId()
  return { centreId: centre.id, userId, client: subgraph.as(aViewer({ at: centre, id: userId })) }
}
const add = async (client: Client, input: object) => (await client.ask<Added>(addThing, { input })).addThing
const things = (centreId: string) =>
  database.query<{ id: string; label: string }>('select id, label from probe.thing where centre_id = $1', [centreId])
const events = (centreId: string) =>
  database.query<{ action: string; actor_id: string; facts: object; entities: object }>(
    'select action, actor_id, facts, entities from audit.event where centre_id = $1',
    [centreId],
  )

test('a change and its event are committed together; the answer shows both parent and children', async () => {
  const { centreId, client, userId } = await aMember()
  const row = await add(client, { centreId, label: ' one ', parts: ['a', 'b'] })
  expect(row).toMatchObject({ __typename: 'Thing', label: 'one', parts: [{ name: 'a' }, { name: 'b' }] })
  expect(await events(centreId)).toEqual([
    { action: 'probe.thing.added', actor_id: userId, facts: { parts: 2 }, entities: [{ type: 'Thing', id: row.id }] },
  ])
  expect(seen.afterCommit).toContain(row.id)
})

test('what a change touches is announced before its commit, and settled before its answer and what follows it', async () => {
  const { centreId, client } = await aMember()
  const { changes } = subgraph.services
  const seenOutside: Array<[string, number]> = []
  const look = async (when: string) => void seenOutside.push([when, (await things(centreId)).length])
  const { announce } = changes
  let announced: readonly string[] = []
  changes.announce = async (tags) => {
    announced = tags
    await look('announced')
    return () => look('settled')
  }
  try {
    const { id } = await add(client, { centreId, label: 'one' })
    await look('answered')
    expect(seenOutside).toEqual([
      ['announced', 0],
      ['settled', 1],
      ['answered', 1],
    ])
    expect(announced).toEqual([entityTag('Thing', id!), typeTag('Thing'), listTag('Thing', centreId)])
    seenOutside.length = 0
    await add(client, { centreId, label: 'two', then: 'refuse' })
    expect(seenOutside).toEqual([])
  } finally {
    changes.announce = announce
  }
})

test('two changes in one request each show what they made', async () => {
  const { centreId, client } = await aMember()
  const both = await client.ask<Record<'a' | 'b', Added['addThing']>>(
    `mutation ($a: AddThingInput!, $b: AddThingInput!) {
      a: addThing(input: $a) { ... on Thing { label parts { name thing { label } } } }
      b: addThing(input: $b) { ... on Thing { label parts { name thing { label } } } }
    }`,
    { a: { centreId, label: 'first', parts: ['x'] }, b: { centreId, label: 'second', parts: ['y'] } },
  )
  expect(both.a.parts).toEqual([{ name: 'x', thing: { label: 'first' } }])
  expect(both.b.parts).toEqual([{ name: 'y', thing: { label: 'second' } }])
})

describe('nothing remains of', () => {
  test.each([
    ['refuse', { __typename: 'Refused', code: 'NOT_ALLOWED', field: 'label' }],
    ['throw', 'INTERNAL_SERVER_ERROR'],
    ['swallow', 'INTERNAL_SERVER_ERROR'],
    ['free text', 'INTERNAL_SERVER_ERROR'],
  ])('a command that ends with: %s', async (then, expected) => {
    const { centreId, client } = await aMember()
    const { data, errors } = await client.send<Added>(addThing, {
      input: { centreId, label: 'secret', parts: ['a'], then },
    })
    if (typeof expected === 'string') {
      expect(errors?.[0]?.extensions?.code).toBe(expected)
      expect(JSON.stringify(errors)).not.toContain('secret')
    } else expect(data.addThing).toMatchObject(expected)
    expect(await things(centreId)).toEqual([])
    expect(await events(centreId)).toEqual([])
  })

  test('a nested write that fails in the middle', async () => {
    const { centreId, client } = await aMember()
    const { errors } = await client.send(addThing, { input: { centreId, label: 'one', parts: ['a', 'impossible'] } })
    expect(errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR')
    expect(await things(centreId)).toEqual([])
  })

  test('a write into a centre that the viewer does not see', async () => {
    const { client } = await aMember()
    const other = await aMember()
    const { errors } = await client.send(addThing, { input: { centreId: other.centreId, label: 'one' } })
    expect(errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR')
    expect(await things(other.centreId)).toEqual([])
  })
})

test('what fails after the commit does not undo it and does not reach the caller', async () => {
  const { centreId, client } = await aMember()
  expect(await add(client, { centreId, label: 'one', then: 'fail after commit' })).toMatchObject({
    __typename: 'Thing',
  })
  expect(await things(centreId)).toHaveLength(1)
})

test.each([
  [{ label: '' }, 'label', 'Give the thing a label'],
  [{ centreId: 'nowhere' }, 'centreId', 'Choose a centre'],
  [{ idempotencyKey: '' }, 'idempotencyKey', /between 1 and 200/],
  [{ idempotencyKey: 'x'.repeat(201) }, 'idempotencyKey', /between 1 and 200/],
  [{ then: 'dance' }, 'then', /.+/],
])('input that is not valid is refused with its field: %j', async (wrong, field, message) => {
  const { centreId, client } = await aMember()
  const result = await add(client, { centreId, label: 'one', ...wrong })
  expect(result).toMatchObject({ __typename: 'Refused', code: 'INVALID_INPUT', field })
  expect(result.message).toMatch(message)
  expect(await things(centreId)).toEqual([])
})

describe('an idempotency key', () => {
  test('repeated gives the same row and changes nothing', async () => {
    const { centreId, client } = await aMember()
    const input = { centreId, label: 'one', idempotencyKey: 'k' }
    const first = await add(client, input)
    expect(await add(client, { idempotencyKey: 'k', label: 'one', centreId })).toEqual(first)
    expect(await things(centreId)).toHaveLength(1)
    expect(await events(centreId)).toHaveLength(1)
  })

  test('used eight times at once runs once', async () => {
    const { centreId, client } = await aMember()
    const all = await Promise.all(
      Array.from({ length: 8 }, () => add(client, { centreId, label: 'one', idempotencyKey: 'k' })),
    )
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect(await things(centreId)).toHaveLength(1)
    expect(await events(centreId)).toHaveLength(1)
  })

  test('with other input is refused', async () => {
    const { centreId, client } = await aMember()
    await add(client, { centreId, label: 'one', idempotencyKey: 'k' })
    expect(await add(client, { centreId, label: 'two', idempotencyKey: 'k' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      field: 'idempotencyKey',
    })
    expect(await things(centreId)).toHaveLength(1)
  })

  test('of a request that was refused may be used again', async () => {
    const { centreId, client } = await aMember()
    expect(await add(client, { centreId, label: 'one', then: 'refuse', idempotencyKey: 'k' })).toMatchObject({
      code: 'NOT_ALLOWED',
    })
    expect(await add(client, { centreId, label: 'one', idempotencyKey: 'k' })).toMatchObject({ __typename: 'Thing' })
  })

  test('of somebody else is another key', async () => {
    const { centreId, client } = await aMember()
    const other = subgraph.as(aViewer({ at: { id: centreId } }))
    await add(client, { centreId, label: 'one', idempotencyKey: 'k' })
    await add(other, { centreId, label: 'two', idempotencyKey: 'k' })
    expect(await things(centreId)).toHaveLength(2)
  })
})
