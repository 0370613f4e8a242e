import { aRedis, fileStack, waitUntil } from '@cma/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { aRedisCluster } from '../probe/redis-cluster.ts'
import { createMemoryKeyValue } from './key-value.ts'
import { createLogger } from './logger.ts'
import { newId } from './new-id.ts'
import { openPorts, type Ports } from './ports.ts'

const stack = fileStack()
const logger = createLogger({ name: 'test', level: 'silent' })

// The same promises, kept in memory and over Redis.
describe.each(['memory', 'redis', 'redis cluster'])('%s', (kind) => {
  let one: Ports
  let other: Ports
  beforeAll(async () => {
    const start = { redis: aRedis, 'redis cluster': aRedisCluster }[kind]
    const url = start && stack.use(await start()).url
    one = openPorts(url, logger)
    other = url === undefined ? one : openPorts(url, logger)
    stack.defer(async () => {
      await one.close()
      await other.close()
    })
  })

  test('keeps, gives, deletes', async () => {
    const [a, b] = [newId(), newId()]
    await one.keyValue.set(a, 'value')
    expect(await other.keyValue.get(a)).toBe('value')
    expect(await other.keyValue.getMany([b, a])).toEqual([undefined, 'value'])
    await other.keyValue.delete(a)
    expect(await one.keyValue.get(a)).toBeUndefined()
  })

  test('look-ups at the same time each get their own, and nothing from before they asked', async () => {
    const keys = Array.from({ length: 20 }, () => newId())
    await Promise.all(keys.map((key, at) => one.keyValue.set(key, `${at}`)))
    const found = await Promise.all(
      keys.map((key, at) => one.keyValue.getMany([newId(), keys[(at + 1) % 20]!, key, key])),
    )
    expect(found).toEqual(keys.map((_, at) => [undefined, `${(at + 1) % 20}`, `${at}`, `${at}`]))
    expect(await one.keyValue.getMany([])).toEqual([])
    const [key] = [keys[0]!]
    for (let change = 0; change < 20; change++) {
      const before = one.keyValue.getMany([key])
      await other.keyValue.set(key, `new ${change}`)
      expect(await one.keyValue.getMany([key])).toEqual([`new ${change}`])
      await before
    }
  })

  test('of many who take a value one gets it', async () => {
    const key = newId()
    await one.keyValue.set(key, 'once', { ttlSeconds: 60 })
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 ? one : other).keyValue.getAndDelete(key)),
    )
    expect(taken.filter((value) => value === 'once')).toHaveLength(1)
  })

  test('counts without losing one', async () => {
    const key = newId()
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other).keyValue.increment(key, { ttlSeconds: 60 })),
    )
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  })

  test('a value with a time to live goes', async () => {
    const [key, counter] = [newId(), newId()]
    await one.keyValue.set(key, 'short', { ttlSeconds: 1 })
    await one.keyValue.increment(counter, { ttlSeconds: 1 })
    await one.keyValue.increment(counter, { ttlSeconds: 1 })
    expect(await one.keyValue.getMany([key, counter])).toEqual(['short', '2'])
    await waitUntil('both are gone', async () =>
      (await one.keyValue.getMany([key, counter])).every((value) => value === undefined),
    )
  })

  test('a nudge reaches every listener of the channel, until it stops', async () => {
    const channel = newId()
    const heard: string[] = []
    const stopFirst = await one.nudges.subscribe(channel, (payload) => void heard.push(`first ${payload}`))
    const stopSecond = await other.nudges.subscribe(channel, (payload) => void heard.push(`second ${payload}`))
    await one.nudges.subscribe(newId(), () => void heard.push('elsewhere'))
    other.nudges.publish(channel, 'a')
    await waitUntil('both heard', () => heard.length === 2)
    stopFirst()
    one.nudges.publish(channel, 'b')
    await waitUntil('the second heard', () => heard.length === 3)
    stopSecond()
    expect(heard.sort()).toEqual(['first a', 'second a', 'second b'])
  })
})

test('memory forgets by its clock', async () => {
  let now = 0
  const keyValue = createMemoryKeyValue(() => now)
  await keyValue.set('a', '1', { ttlSeconds: 10 })
  now = 9_999
  expect(await keyValue.get('a')).toBe('1')
  now = 10_000
  expect(await keyValue.get('a')).toBeUndefined()
})

test('with Redis away a nudge is lost, a command fails soon, and health says so', async () => {
  const away = openPorts('redis://127.0.0.1:9', logger)
  away.nudges.publish('channel')
  await expect(away.keyValue.get('a')).rejects.toThrow()
  expect(await away.healthy()).toBe(false)
  await away.close()
})
