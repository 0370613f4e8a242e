import { expect, test } from 'vitest'
import { createStream } from './stream.ts'

const overflow = () => new Error('too slow')
const aStream = (limit?: number) => {
  let ends = 0
  const stream = createStream<number>({ ...(limit !== undefined && { limit }), overflow, onEnd: () => (ends += 1) })
  return { stream, ends: () => ends }
}

test('gives in order what is pushed before and after it is asked for', async () => {
  const { stream } = aStream()
  stream.push(1)
  stream.push(2)
  expect(await stream.next()).toEqual({ done: false, value: 1 })
  expect(await stream.next()).toEqual({ done: false, value: 2 })
  const next = stream.next()
  stream.push(3)
  expect(await next).toEqual({ done: false, value: 3 })
})

test('return ends it at once, also while somebody waits', async () => {
  const { stream, ends } = aStream()
  const next = stream.next()
  await stream.return?.()
  expect(await next).toEqual({ done: true, value: undefined })
  expect(ends()).toBe(1)
  expect(stream.push(1)).toBe(false)
  await stream.return?.()
  expect(ends()).toBe(1)
})

test('a subscriber that is too slow gets what it has, then the error: nothing is dropped silently', async () => {
  const { stream, ends } = aStream(2)
  expect([stream.push(1), stream.push(2), stream.push(3)]).toEqual([true, true, false])
  expect(ends()).toBe(1)
  expect(await stream.next()).toEqual({ done: false, value: 1 })
  expect(await stream.next()).toEqual({ done: false, value: 2 })
  await expect(stream.next()).rejects.toThrow('too slow')
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('end delivers what is held; fail reaches who waits', async () => {
  const ended = aStream().stream
  ended.push(1)
  ended.end()
  expect(await ended.next()).toEqual({ done: false, value: 1 })
  expect(await ended.next()).toEqual({ done: true, value: undefined })
  const failed = aStream().stream
  const next = failed.next()
  failed.fail(new Error('gone'))
  await expect(next).rejects.toThrow('gone')
})
