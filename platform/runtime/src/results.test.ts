import { aRedis, fileStack, waitUntil } from '@cma/testing'
import { Redis } from 'ioredis'
import { beforeAll, describe, expect, test } from 'vitest'
import { aRedisCluster } from '../probe/redis-cluster.ts'
import { createMemoryResults } from './memory-results.ts'
import { newId } from './new-id.ts'
import { createRedisResults } from './redis-results.ts'
import { entityTag, listTag, subgraphTag, tagsOfEvent, typeTag } from './result-tags.ts'
import { changing, type Results } from './results.ts'

const stack = fileStack()

// The same promises, kept in memory and over Redis.
describe.each(['memory', 'redis', 'redis cluster'])('%s', (kind) => {
  let one: Results
  let other: Results
  beforeAll(async () => {
    const start = { redis: aRedis, 'redis cluster': aRedisCluster }[kind]
    const url = start && stack.use(await start()).url
    one = url === undefined ? createMemoryResults() : createRedisResults(url)
    other = url === undefined ? one : createRedisResults(url)
    for (const results of [one, other]) {
      stack.defer(() => results.close())
      await waitUntil('the store answers', () => results.ping().then(() => true))
    }
  })
  const someTags = () => [entityTag('User', newId()), typeTag(`T${newId()}`), listTag('Note', newId())]
  const versionsOf = async (tags: string[], results = other) => (await results.read({ tags, keys: [] })).versions

  test('a tag has no version until somebody gives it one; the first to give it wins', async () => {
    const tags = someTags()
    expect(await versionsOf(tags)).toEqual([undefined, undefined, undefined])
    const [mine, theirs] = await Promise.all([one.begin(tags), other.begin(tags)])
    expect(mine).toEqual(theirs)
    expect(await versionsOf(tags)).toEqual(mine)
    expect(new Set(mine).size).toBe(3)
  })

  test('while a tag changes it has no version to go by, and afterwards one that it never had', async () => {
    const tags = someTags()
    const before = await one.begin(tags)
    const change = newId()
    await one.announce(tags, change)
    expect(await versionsOf(tags)).toEqual([changing, changing, changing])
    expect(await other.begin(tags)).toEqual([changing, changing, changing])
    await one.settle(tags, change)
    const after = await versionsOf(tags)
    for (const [at, version] of after.entries()) {
      expect(version).toBeTypeOf('string')
      expect([before[at], changing]).not.toContain(version)
    }
  })

  test('of changes that overlap the last one settles', async () => {
    const [tag] = someTags() as [string]
    const [first, second, third] = [newId(), newId(), newId()]
    await one.announce([tag], first)
    await other.announce([tag], second)
    await one.settle([tag], first)
    expect(await versionsOf([tag])).toEqual([changing])
    await other.announce([tag], third)
    await one.settle([tag], second)
    expect(await versionsOf([tag])).toEqual([changing])
    await one.settle([tag], third)
    expect(await versionsOf([tag])).not.toEqual([changing])
  })

  test('a change that settles after its announcement is gone gives a new version all the same', async () => {
    const [tag] = someTags() as [string]
    const before = await one.begin([tag])
    await one.settle([tag], newId())
    expect(await versionsOf([tag])).not.toEqual(before)
    expect(await versionsOf([tag])).not.toEqual([changing])
  })

  test('settled once more, a change brings no earlier version back', async () => {
    const [tag] = someTags() as [string]
    const [first, second] = [newId(), newId()]
    const seen: unknown[] = []
    for (const change of [first, second, first]) {
      await one.announce([tag], change)
      await one.settle([tag], change)
      seen.push(...(await versionsOf([tag])))
      await other.settle([tag], first)
      seen.push(...(await versionsOf([tag])))
    }
    expect(new Set(seen).size).toBe(6)
  })

  test('renewed, a tag has another version', async () => {
    const tags = [subgraphTag(newId())]
    const before = await one.begin(tags)
    await one.renew(tags)
    expect(await versionsOf(tags)).not.toEqual(before)
  })

  test('values come back in the order asked, with the versions, and go in time', async () => {
    const tags = someTags()
    const [a, b, short] = [newId(), newId(), newId()].map((id) => `results:value:{${id}}:x`) as [string, string, string]
    const versions = await one.begin(tags)
    const value = Buffer.from([0, 255, 10, 128])
    await one.keep(a, value, 60_000)
    await one.keep(short, value, 40)
    expect(await other.read({ tags, keys: [b, a] })).toEqual({ versions, values: [undefined, value] })
    await waitUntil(
      'the short one is gone',
      async () => (await other.read({ tags: [], keys: [short] })).values[0] === undefined,
    )
    expect(await other.read({ tags: [], keys: [] })).toEqual({ versions: [], values: [] })
  })
})

test('however an id is written, its tag is the same', () => {
  const id = newId()
  for (const same of [id.toUpperCase(), `{${id}}`, id.replaceAll('-', '')]) {
    expect(entityTag('User', same)).toBe(entityTag('User', id))
    expect(listTag('User', same)).toBe(listTag('User', id))
  }
  expect(entityTag('User', newId())).not.toBe(entityTag('User', id))
})

test('memory forgets announcements and versions by its clock, and values above its size', async () => {
  let now = 0
  const results = createMemoryResults({ now: () => now, maxBytes: 10 })
  await results.announce(['a'], 'change')
  now = 59_999
  expect((await results.read({ tags: ['a'], keys: [] })).versions).toEqual([changing])
  now = 60_000
  expect((await results.read({ tags: ['a'], keys: [] })).versions).toEqual([undefined])
  for (const key of ['x', 'y', 'z']) await results.keep(key, Buffer.alloc(4), 1_000)
  expect((await results.read({ tags: [], keys: ['x', 'y', 'z'] })).values.map((value) => value?.length)).toEqual([
    undefined,
    4,
    4,
  ])
})

test('Redis keeps announcements a minute, versions an hour; no id is in a key', async () => {
  const { url } = stack.use(await aRedis())
  const results = createRedisResults(url)
  stack.defer(() => results.close())
  const redis = new Redis(url)
  stack.defer(() => redis.disconnect())
  await waitUntil('the store answers', () => results.ping().then(() => true))
  const [id, centreId] = [newId(), newId()]
  const tags = tagsOfEvent({ entities: [{ type: 'Note', id }], centreId })
  await results.announce(tags, 'change')
  const lives = async () => Promise.all(tags.map(async (tag) => Math.round((await redis.pttl(tag)) / 10_000)))
  expect(await lives()).toEqual([6, 6, 6])
  await results.settle(tags, 'change')
  expect(await lives()).toEqual([360, 360, 360])
  const keys = await redis.keys('*')
  expect(keys).toHaveLength(3)
  for (const key of keys) for (const secret of [id, centreId]) expect(key).not.toContain(secret)
})

test('with Redis away everything fails at once, and losses are counted', async () => {
  const away = createRedisResults('redis://127.0.0.1:9')
  const startedAt = performance.now()
  await Promise.all(
    [away.ping(), away.read({ tags: ['a'], keys: [] }), away.announce(['a'], 'c'), away.keep('k', Buffer.of(1), 9)].map(
      (run) => expect(run).rejects.toThrow(),
    ),
  )
  expect(performance.now() - startedAt).toBeLessThan(1_000)
  await waitUntil('a loss', () => away.losses() > 0)
  away.close()
})
