import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileStack, waitUntil } from '@cma/testing'
import { redisCluster } from '@cma/testing/redis-cluster'
import { createLogger, openPorts } from '@cma/runtime'
import { expect, test } from 'vitest'
import { check, type Sofar } from './consistency/check.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import { library } from './worlds/library.ts'

// Six nodes; masters are killed outright, and their replicas take over.
const stack = fileStack()
const cluster = stack.use(await redisCluster(mkdtempSync(path.join(tmpdir(), 'redis-cluster-'))))
const seed = Date.now() % 1_000_000
const patient = { deadlineMs: 30_000 }

async function untilRemembering(sofar: () => Sofar): Promise<void> {
  const { hit } = sofar().outcomes
  await waitUntil('answers are remembered', () => sofar().outcomes.hit > hit + 20, patient)
}

test('a master of the cluster fails: answers go on, none is older than what was shown before, and they are remembered again', async () => {
  const checked = await check({
    redisUrl: cluster.url,
    seconds: 90,
    seed,
    async meanwhile(sofar) {
      await untilRemembering(sofar)
      const before = sofar()
      await cluster.failOver()
      await waitUntil('reading goes on', () => sofar().operations > before.operations + 30, patient)
      await waitUntil('changing goes on', () => sofar().changes > before.changes + 2, patient)
      await untilRemembering(sofar)
    },
  })
  expect(checked.stale.slice(0, 3), `seed ${seed}`).toEqual([])
  expect(checked.longestSilenceMs).toBeLessThan(5_000)
}, 180_000)

test('sessions, limits and nudges outlive a master', async () => {
  const logger = createLogger({ name: 'test', level: 'silent' })
  const world = await serveWorld(library)
  stack.defer(() => world.stop())
  const [ports, elsewhere] = [openPorts(cluster.url, logger), openPorts(cluster.url, logger)]
  stack.defer(async () => {
    await ports.close()
    await elsewhere.close()
  })
  const fixture = await startRouterFixture(world.sdl, { REDIS_URL: cluster.url }, undefined, ports)
  stack.defer(() => fixture.stop())
  // Enough that every master holds some.
  const people = await Promise.all(Array.from({ length: 30 }, () => fixture.signIn()))
  const asAll = () => Promise.all(people.map(({ cookie }) => fixture.ask('{ ping }', { cookie })))
  const channels = Array.from({ length: 12 }, (_, at) => `channel-${at}`)
  const heard = new Set<string>()
  for (const channel of channels)
    await ports.nudges.subscribe(channel, (payload) => void (payload && heard.add(channel + payload)))
  const allHear = (round: string) =>
    waitUntil(
      'all channels to be heard',
      () => {
        for (const channel of channels) if (!heard.has(channel + round)) elsewhere.nudges.publish(channel, round)
        return channels.every((channel) => heard.has(channel + round))
      },
      patient,
    )

  expect((await asAll()).map(({ status }) => status)).toEqual(people.map(() => 200))
  await allHear('before')
  await cluster.failOver()
  await waitUntil('all to be served', async () => (await asAll()).every(({ status }) => status === 200), patient)
  await allHear('after')
  // Sign-out holds, whoever's node it was.
  await Promise.all(people.map(({ token }) => elsewhere.keyValue.delete(`auth:${token}`)))
  expect((await asAll()).map(({ status }) => status)).toEqual(people.map(() => 401))
}, 120_000)
