/**
 * Measures this router against its peers on one set of subgraphs: `npm run bench:router -- [--quick]`. See README.md.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chooseCores, moveToCore } from './cores.ts'
import { createWorld } from './graph/data.ts'
import { freePorts, startSubgraphs } from './graph/start.ts'
import { describeMachine } from './machine.ts'
import { measure } from './measure.ts'
import { readOptions } from './options.ts'
import { otherRouters } from './peers/kinds.ts'
import { startPeer } from './peers/peer.ts'
import { startRedis } from './peers/redis.ts'
import { prepareThisRouter } from './peers/this-router.ts'
import { measureCasePage } from './product/case-page.ts'
import { lastLine, ratios } from './report/summary.ts'
import { figures, writeReport } from './report/write.ts'
import { composeBenchmark } from './supergraph.ts'

const began = performance.now()

function say(text: string): void {
  console.log(`[${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s] ${text}`)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const cores = chooseCores()
  moveToCore(cores.load, process.pid)
  say(`${describeMachine()}; routers on core ${cores.routers}, subgraphs and load on core ${cores.load}`)

  await using cleanUp = new AsyncDisposableStack()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp.disposeAsync().finally(() => process.exit(1)))
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-router-'))
  cleanUp.defer(() => rm(folder, { recursive: true }))
  const subgraphs = await startSubgraphs(cores.load)
  cleanUp.defer(subgraphs.stop)
  const supergraph = path.join(folder, 'supergraph.graphql')
  await writeFile(supergraph, await composeBenchmark(subgraphs.ports))
  const [redisPort, ...ports] = await freePorts(1 + 2 + otherRouters.length)
  const redis = await startRedis(redisPort as number, folder)
  cleanUp.defer(redis.stop)
  const thisRouter = await prepareThisRouter(folder, redis, Math.max(options.connections, ...options.clients))
  // In a quick run nobody asks twice the same, so that sharing identical requests is no other thing.
  const others = otherRouters.filter(({ name }) => !options.quick || name !== 'hiveShared')
  const peers = await Promise.all(
    [...thisRouter, ...others].map(async (kind, index) => {
      const peer = await startPeer(kind, { port: ports[index] as number, supergraph, cores })
      cleanUp.defer(peer.stop)
      return peer
    }),
  )
  say(`started ${peers.map(({ label }) => label).join('; ')}`)

  const measurements = await measure({ peers, subgraphs, world: createWorld(), cores, options, say })
  for (const { stop } of peers) await stop()
  if (options.product) await measureCasePage({ cores, options, say }, folder, measurements, cleanUp)
  const report = { measurements, peers, options }
  console.log(`\n${figures(report)}\n`)
  if (options.write) await writeReport(report)
  console.log(lastLine(ratios(measurements, options.clients)))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
