/** Everything that is measured, in the order of the report. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '@cma/local/environment'
import { withPostgres } from '@cma/local/with-postgres'
import { chooseCores } from '@cma/router/bench/cores'
import { Redis } from 'ioredis'
import { writerOf } from '../soak/writer.ts'
import { environmentOf } from '../src/process-environment.ts'
import { startSystem } from '../src/system.ts'
import { startChild } from './child.ts'
import { measureDelivery, type Delivery } from './delivery.ts'
import { measureEngine } from './engine.ts'
import type { Measured } from './figures.ts'
import type { Options } from './options.ts'
import { measurePolling, type Polling } from './polling.ts'
import type { Polled, PollersQuestion } from './pollers.ts'
import type { FanOutQuestion } from './redis-fan-out.ts'
import type { Arrivals, SubscribersQuestion } from './subscribers.ts'

/** @param stack what has to be ended even when the run is broken off */
export async function measureAll(
  options: Options,
  say: (text: string) => void,
  stack: AsyncDisposableStack,
): Promise<Measured> {
  const cores = chooseCores() // says at once where this cannot run
  return {
    ...(await measureProduct(options, say, stack.use(new AsyncDisposableStack()))),
    engine: await measureEngine({ ...options, core: cores.routers, say }),
  }
}

const channel = 'bench-alerts'

async function measureProduct(
  { subscribers: sizes, pollers, pollEveryMs, rounds, messages }: Options,
  say: (text: string) => void,
  outer: AsyncDisposableStack,
): Promise<{ deliveries: Delivery[]; polling: Polling }> {
  await using stack = outer
  const countsFolder = stack.adopt(mkdtempSync(join(tmpdir(), 'bench-alerts-')), (folder) =>
    rmSync(folder, { recursive: true, force: true }),
  )
  const counter = pathToFileURL(join(projectRoot, 'platform/testing/bench-alerts/count-statements.ts')).href
  const environment = { LOG_LEVEL: 'warn', STATEMENT_COUNTS: countsFolder, NODE_OPTIONS: `--import ${counter}` }
  const system = stack.use(await startSystem({ environment }))
  say('the product is started')
  return await withPostgres(system.dataDir, async (databaseUrl) => {
    const writer = await writerOf(system, 'north')
    const manager = await system.signIn('manager@north.example')
    const redisUrl = environmentOf(system.pidOf('router'))['REDIS_URL']
    if (redisUrl === undefined) throw new Error('bench:alerts measures the product with Redis, and needs redis-server')
    await using processes = new AsyncDisposableStack()
    const server = processes.use(startChild<FanOutQuestion, string>('./redis-fan-out.ts'))
    const fanOut = {
      url: await server.ask({ redisUrl, channel }),
      pid: server.pid,
      channel,
      publisher: processes.adopt(new Redis(redisUrl), (client) => client.disconnect()),
    }
    const common = { system, databaseUrl, writer, rounds, say }
    const deliveries = await measureDelivery({
      ...common,
      upTo: async () => (await manager.ask<UpTo>('{ complianceAlerts(first: 1) { upTo } }')).complianceAlerts.upTo,
      subscribers: processes.use(startChild<SubscribersQuestion, Arrivals | number>('./subscribers.ts')),
      fanOut,
      sizes,
      messages,
    })
    await processes.disposeAsync() // so that nobody but those who ask is there
    await using asking = startChild<PollersQuestion, Polled>('./pollers.ts')
    return {
      deliveries,
      polling: await measurePolling({ ...common, child: asking, pollers, everyMs: pollEveryMs, countsFolder }),
    }
  })
}

type UpTo = { complianceAlerts: { upTo: string } }
