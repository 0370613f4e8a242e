import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, expect, test } from 'vitest'
import { startRedis } from './redis.ts'

const stack = new AsyncDisposableStack()
afterAll(() => stack.disposeAsync())
const dataDir = mkdtempSync(join(tmpdir(), 'cma redis '))
stack.defer(() => rmSync(dataDir, { recursive: true, force: true }))
const password = 'of this test'.replaceAll(' ', '-')

async function withClient<Answer>(url: string, work: (client: Redis) => Promise<Answer>): Promise<Answer> {
  const client = new Redis(url)
  try {
    return await work(client)
  } finally {
    client.disconnect()
  }
}

test('what was answered is kept over kill -9, on the same port', async () => {
  const first = (await startRedis({ dataDir, password }))!
  await withClient(first.url, (client) => client.set('session', 'kept'))
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = (await startRedis({ dataDir, password, port: first.port }))!
  expect(await withClient(second.url, (client) => client.get('session'))).toBe('kept')
  await second.stop()
})

test('ends a server that an earlier run left behind', async () => {
  const left = (await startRedis({ dataDir, password }))!
  const next = (await startRedis({ dataDir, password }))!
  await left.exited
  await next.stop()
})

test('asks for a password', async () => {
  const redis = (await startRedis({ dataDir, password }))!
  const url = new URL(redis.url)
  url.password = ''
  const client = new Redis(url.href, { retryStrategy: () => null })
  client.on('error', () => {})
  await expect(client.get('session')).rejects.toThrow(/NOAUTH/)
  client.disconnect()
  await redis.stop()
})
