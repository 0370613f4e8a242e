/** The contract's case page on the product, through each router: alternating rounds like those of the other operations. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { contractOperations } from '@cma/testing/contract'
import { freePorts } from '../graph/start.ts'
import { createCheck, type Check } from '../load/check.ts'
import { append, key, sampleLoad, turned, type Bench, type Measurements } from '../measure.ts'
import { casePageTitle, type Operation } from '../operations.ts'
import { otherRouters } from '../peers/kinds.ts'
import { ask, startPeer, type Peer, type PeerKind } from '../peers/peer.ts'
import { asOften, withResultCache } from '../peers/this-router.ts'
import { startProduct, type Product } from './system.ts'

export async function measureCasePage(
  { cores, options, say }: Pick<Bench, 'cores' | 'options' | 'say'>,
  folder: string,
  results: Measurements,
  cleanUp: AsyncDisposableStack,
): Promise<void> {
  say('starting the product')
  const product = await startProduct()
  cleanUp.defer(product.stop)
  const operation = casePage(product.caseIds)
  const supergraph = path.join(folder, 'product.graphql')
  await writeFile(supergraph, product.supergraph)
  const others = otherRouters
    .filter(({ name }) => name !== 'hiveShared')
    .map((kind): PeerKind => ({
      ...kind,
      command: [...kind.command, '--forward-identity'],
      headersFor: () => ({ 'x-cma-identity': product.identity }),
    }))
  const peers: Peer[] = []
  for (const kind of [...theseRouters(product), ...others]) {
    const [port] = await freePorts(1)
    const peer = await startPeer(kind, { port: port as number, supergraph, cores })
    cleanUp.defer(peer.stop)
    peers.push(peer)
  }

  const expected = await Promise.all(operation.variables.map((_, nth) => dataOf(peers[0] as Peer, operation, nth)))
  const checks = new Map<string, Check>()
  for (const peer of peers) {
    const check = createCheck(`${peer.label}, ${casePageTitle}`, (nth) => expected[nth])
    checks.set(peer.name, check)
    for (const nth of operation.variables.keys()) {
      const { status, body } = await ask(peer, operation, nth)
      check(nth, status, body)
      if (nth === 0) results.checked.set(key('casePage', peer.name), { bytes: body.length })
    }
  }
  say('all routers give the same case pages')

  for (let round = 0; round <= options.rounds; round++) {
    for (const peer of turned(peers, round)) {
      const seconds = round === 0 ? options.warmUpSeconds : options.seconds
      const check = checks.get(peer.name) as Check
      const sample = await sampleLoad(peer, cores, {
        operation,
        check,
        connections: options.connections,
        seconds,
        seed: round,
      })
      if (round === 0) continue // warms up
      append(results.http, key('casePage', peer.name), sample)
      say(`round ${round}, case page, ${peer.label}: ${sample.requestsPerSecond.toFixed(0)} requests/s`)
    }
  }
}

function casePage(caseIds: readonly string[]): Operation {
  const query = contractOperations().get('CasePage')
  if (query === undefined) throw new Error('the contract has no CasePage')
  if (caseIds.length === 0) throw new Error('the demo adviser sees no case')
  return { name: 'casePage', title: casePageTitle, query, variables: caseIds.map((id) => ({ id })), order: 'random' }
}

/** This router, without and with its result cache, beside the one that the product started. */
function theseRouters({ routerEnvironment, cookie }: Product): PeerKind[] {
  const environment = { ...routerEnvironment, ...asOften, PORT: '{port}', SUPERGRAPH: '{supergraph}' }
  const common = { command: ['src/main.ts'], headersFor: () => ({ cookie }), subscriptions: false }
  return [
    { ...common, name: 'this', label: 'this router', environment: { ...environment, RESULT_CACHE: '0' } },
    { ...common, ...withResultCache, environment: { ...environment, RESULT_CACHE: '1' } },
  ]
}

async function dataOf(peer: Peer, operation: Operation, nth: number): Promise<unknown> {
  const { status, body } = await ask(peer, operation, nth)
  const { data, errors } = JSON.parse(body.toString()) as { data?: unknown; errors?: unknown }
  if (status !== 200 || errors || !data)
    throw new Error(`no case page (HTTP ${status}): ${body.toString().slice(0, 500)}`)
  return data
}
