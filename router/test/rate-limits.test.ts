import { createLogger } from '@cma/runtime'
import { connectRedis } from '@cma/runtime/redis-connection'
import { createMemoryTokenBuckets, openTokenBuckets, type TokenBuckets } from '@cma/runtime/token-buckets'
import { aRedis, fileStack, waitUntil } from '@cma/testing'
import { describe, expect, test } from 'vitest'
import { createRateLimiter } from '../src/limits/rate-limiter.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture, type RouterFixture } from './router-fixture.ts'
import { connect } from './subscriber.ts'
import { library } from './worlds/library.ts'

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())

async function aRouter(variables: Record<string, string> = {}): Promise<RouterFixture> {
  const fixture = await startRouterFixture(world.sdl, variables)
  stack.defer(() => fixture.stop())
  return fixture
}

const fewForAPerson = { PERSON_OPERATIONS_PER_SECOND: '0.02', PERSON_OPERATIONS_AT_ONCE: '3' }
const fewForAnAddress = { ADDRESS_REQUESTS_PER_SECOND: '0.02', ADDRESS_REQUESTS_AT_ONCE: '2', TRUST_PROXY: '1' }

describe('over HTTP', () => {
  test('a person who asks too often is told to wait, and others are not', async () => {
    const fixture = await aRouter(fewForAPerson)
    const [ada, bo] = [await fixture.signIn(), await fixture.signIn()]
    const ask = async (cookie: string) => fixture.ask('{ ping }', { cookie })
    for (let turn = 0; turn < 3; turn++) expect((await ask(ada.cookie)).status).toBe(200)
    const refused = await ask(ada.cookie)
    expect(refused.status).toBe(429)
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(30)
    expect(seconds).toBeLessThanOrEqual(50)
    expect(refused.body.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds } }])
    expect((await ask(bo.cookie)).status).toBe(200)
  })

  test('an address is limited before anybody is signed in, and a whole IPv6 network is one', async () => {
    const fixture = await aRouter(fewForAnAddress)
    const { cookie } = await fixture.signIn()
    const from = async (address: string) =>
      (await fixture.ask('{ ping }', { headers: { 'x-forwarded-for': address } })).status
    expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')]).toEqual([401, 401, 429])
    expect(await from('192.0.2.2')).toBe(401)
    expect([await from('2001:db8::1'), await from('2001:db8:0:0:f::2'), await from('2001:db8::3')]).toEqual([
      401, 401, 429,
    ])
    expect(await from('2001:db8:0:1::1')).toBe(401)
    // What the browser says of itself counts for nothing: only the last address is our proxy's.
    expect(await from('198.51.100.7, 192.0.2.1')).toBe(429)
    const signIn = await fetch(`${fixture.router.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'x-forwarded-for': '192.0.2.1', cookie },
    })
    expect([signIn.status, ((await signIn.json()) as { code: string }).code]).toEqual([429, 'RATE_LIMITED'])
    expect(fixture.identityRequests.filter(({ url }) => url.startsWith('/auth/'))).toEqual([])
  })

  test('what a subgraph asks within an operation is not counted again', async () => {
    const fixture = await aRouter({ ...fewForAPerson, ...fewForAnAddress })
    const { cookie } = await fixture.signIn()
    world.subgraph('people').requests.length = 0
    await fixture.ask('{ person(id: "bo") { id } }', { cookie })
    const token = String(world.subgraph('people').requests[0]?.headers['x-cma-identity'])
    for (let turn = 0; turn < 5; turn++)
      expect((await fixture.ask('{ ping }', { headers: { 'x-cma-identity': token } })).status).toBe(200)
    const forged = async () => (await fixture.ask('{ ping }', { headers: { 'x-cma-identity': 'forged' } })).status
    await waitUntil('the forger to be stopped', async () => (await forged()) === 429)
  })
})

test('operations over a WebSocket are counted too, and one refused ends neither the socket nor the others', async () => {
  const fixture = await aRouter(fewForAPerson)
  const client = await connect(`${fixture.router.url}/graphql`, { cookie: (await fixture.signIn()).cookie })
  stack.defer(() => client.socket.terminate())
  client.send({ type: 'connection_init' })
  await client.until(({ type }) => type === 'connection_ack')
  for (const id of ['1', '2', '3', '4']) client.subscribe(id, '{ ping }')
  const refused = await client.until(({ type }) => type === 'error')
  expect(refused).toMatchObject({ id: '4', payload: [{ extensions: { code: 'RATE_LIMITED' } }] })
  await waitUntil('the others', () => ['1', '2', '3'].every((id) => client.results(id).length === 1))
  client.send({ type: 'ping' })
  await client.until(({ type }) => type === 'pong')
})

test('an address that connects too often gets no further socket', async () => {
  const fixture = await aRouter({ ...fewForAnAddress, TRUST_PROXY: '0' })
  const url = `${fixture.router.url}/graphql`
  for (let turn = 0; turn < 2; turn++) (await connect(url)).socket.terminate()
  await expect(connect(url)).rejects.toThrow('429')
})

describe('buckets', () => {
  let now = 1_000_000
  const clock = () => now
  const size = { perSecond: 2, burst: 4 }

  test('fill with time up to the burst', async () => {
    const buckets = createMemoryTokenBuckets(clock)
    expect(await buckets.take('a', 10, size)).toEqual({ granted: 4, waitMs: 0 })
    expect(await buckets.take('a', 1, size)).toEqual({ granted: 0, waitMs: 500 })
    now += 499
    expect((await buckets.take('a', 1, size)).granted).toBe(0)
    now += 1
    expect((await buckets.take('a', 1, size)).granted).toBe(1)
    now += 60_000
    expect((await buckets.take('a', 10, size)).granted).toBe(4)
  })

  test('in Redis are shared by all processes, and tell nobody whose they are', async () => {
    const redis = stack.use(await aRedis())
    const variables = { ...fewForAPerson, PERSON_OPERATIONS_AT_ONCE: '5', REDIS_URL: redis.url }
    const [one, two] = [await aRouter(variables), await aRouter(variables)]
    const ada = await one.signIn()
    // The same session at the other router: the fixture's sessions are each router's own.
    for (const key of [`auth:${ada.token}`, `grants:${ada.userId}`])
      await two.ports.keyValue.set(key, String(await one.ports.keyValue.get(key)))
    const answers = await Promise.all(
      [one, two, one, two, one, two, one, two, one, two].map((router) =>
        router.ask('{ ping }', { cookie: ada.cookie }),
      ),
    )
    const allowed = answers.filter(({ status }) => status === 200).length
    expect(allowed).toBe(5)
    const connection = connectRedis(redis.url, createLogger({ name: 'test', level: 'silent' }))
    const keys = await connection.commands.keys('*')
    await connection.close()
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) {
      expect(key).toMatch(/^rate:[\w-]+$/)
      expect(key).not.toContain(ada.userId)
    }
  })

  test('one token is given once, however many ask', async () => {
    const redis = stack.use(await aRedis())
    const buckets = openTokenBuckets(redis.url)
    stack.defer(() => buckets.close())
    const slow = { perSecond: 0.001, burst: 20 }
    await waitUntil('Redis', async () => (await buckets.take('warm', 1, slow)).granted === 1)
    const taken = await Promise.all(Array.from({ length: 50 }, () => buckets.take('k', 1, slow)))
    expect(taken.reduce((total, { granted }) => total + granted, 0)).toBe(20)
    expect(taken.at(-1)?.waitMs).toBeGreaterThan(900_000)
  })
})

describe('the limiter', () => {
  const nameInStore = (key: string) => key

  test('asks the store once for many turns, and not at all during a refusal', async () => {
    let now = 1_000_000
    let asked = 0
    const shared = createMemoryTokenBuckets(() => now)
    const counted: TokenBuckets = {
      take(...args) {
        asked += 1
        return shared.take(...args)
      },
    }
    const takeTurn = createRateLimiter({ buckets: counted, nameInStore, now: () => now })
    const size = { perSecond: 100, burst: 200 }
    const turns = await Promise.all(Array.from({ length: 205 }, () => takeTurn('k', size)))
    expect(turns.filter((wait) => wait === 0)).toHaveLength(200)
    expect(asked).toBe(21) // 20 leases of 10, and the refusal
    expect(await takeTurn('k', size)).toBe(10)
    expect(asked).toBe(21)
    now += 10
    expect(await takeTurn('k', size)).toBe(0)
  })

  test('limits by itself while the store is away, and goes back to it', async () => {
    let now = 1_000_000
    let away = true
    let asked = 0
    const shared = createMemoryTokenBuckets(() => now)
    const takeTurn = createRateLimiter({
      buckets: {
        take(...args) {
          asked += 1
          return away ? Promise.reject(new Error('away')) : shared.take(...args)
        },
      },
      nameInStore,
      now: () => now,
    })
    const size = { perSecond: 1, burst: 3 }
    const waits: number[] = []
    for (let turn = 0; turn < 4; turn++) waits.push(await takeTurn('k', size))
    expect(waits).toEqual([0, 0, 0, 1_000])
    expect(asked).toBe(1)
    away = false
    now += 1_000
    expect(await takeTurn('k', size)).toBe(0)
    expect(asked).toBe(2)
  })
})

test('Redis that goes away refuses nobody', async () => {
  const redis = await aRedis()
  const fixture = await aRouter({ ...fewForAPerson, REDIS_URL: redis.url })
  const [ada, bo] = [await fixture.signIn(), await fixture.signIn()]
  expect((await fixture.ask('{ ping }', { cookie: ada.cookie })).status).toBe(200)
  await redis[Symbol.asyncDispose]()
  const statuses = []
  for (let turn = 0; turn < 4; turn++) statuses.push((await fixture.ask('{ ping }', { cookie: bo.cookie })).status)
  expect(statuses).toEqual([200, 200, 200, 429])
})
