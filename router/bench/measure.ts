/** The alternating rounds: in each, every router gets every operation, in an order that turns from round to round. */
import { expectedAnswer, expectedEvent } from './answers.ts'
import type { Cores } from './cores.ts'
import type { World } from './graph/data.ts'
import type { Subgraphs } from './graph/start.ts'
import { createCheck, type Check } from './load/check.ts'
import { fanOut, type FanOutResult } from './load/fan-out.ts'
import { loadOverHttp, type Load, type LoadResult } from './load/http-load.ts'
import { isAsked, operations, subscription, type Operation, type OperationName } from './operations.ts'
import type { Options } from './options.ts'
import { ask, type Peer, type PeerName } from './peers/peer.ts'
import { measureCost, memoryMb, type Cost } from './usage.ts'

export interface Checked {
  /** Length of the answer's body. */
  bytes: number
  /** Requests to subgraphs that one request made, where they are counted. */
  fetches?: number
}

export interface HttpSample extends LoadResult, Cost {
  memoryMb: number
}

export interface FanOutSample extends FanOutResult, Cost {
  memoryMb: number
}

export interface Measurements {
  checked: Map<string, Checked>
  /** A sample a round, by operation and peer: `key('heavy', 'apollo')`. */
  http: Map<string, HttpSample[]>
  /** A sample a round, by clients and peer; a reason where the router could not do it. */
  fanOut: Map<string, (FanOutSample | string)[]>
}

export function key(what: OperationName | number, peer: PeerName): string {
  return `${what} ${peer}`
}

export interface Bench {
  peers: readonly Peer[]
  subgraphs: Subgraphs
  world: World
  cores: Cores
  options: Options
  say: (text: string) => void
}

export async function measure(bench: Bench): Promise<Measurements> {
  const { peers, options, say } = bench
  const results: Measurements = { checked: new Map(), http: new Map(), fanOut: new Map() }
  const checks = new Map<string, Check>()

  for (const peer of peers) {
    for (const operation of operations) {
      if (!isAsked(operation.name, peer)) continue
      const check = createCheck(`${peer.label}, ${operation.title}`, expectedAnswer(operation, bench.world))
      checks.set(key(operation.name, peer.name), check)
      const before = await bench.subgraphs.fetches()
      const { status, body } = await ask(peer, operation, 0)
      check(0, status, body)
      const fetches = (await bench.subgraphs.fetches()) - before
      // With the result cache, it is only the first that makes any.
      const counted = peer.name === 'thisCached' ? {} : { fetches }
      results.checked.set(key(operation.name, peer.name), { bytes: body.length, ...counted })
    }
  }
  say('all routers give the same, right answers')

  const sample = (peer: Peer, operation: Operation, seconds: number, seed: number) => {
    const check = checks.get(key(operation.name, peer.name)) as Check
    return sampleLoad(peer, bench.cores, { operation, check, connections: options.connections, seconds, seed })
  }
  const measured = operations.filter(({ name }) => !options.quick || name === 'heavyVaried' || name === 'small')
  const askedOf = (operation: Operation) => peers.filter((peer) => isAsked(operation.name, peer))
  for (const operation of measured)
    for (const peer of askedOf(operation)) await sample(peer, operation, options.warmUpSeconds, 0)
  say('warm')

  for (let round = 1; round <= options.rounds; round++) {
    for (const operation of measured) {
      for (const peer of turned(askedOf(operation), round)) {
        const result = await sample(peer, operation, options.seconds, round)
        append(results.http, key(operation.name, peer.name), result)
        say(`round ${round}, ${operation.title}, ${peer.label}: ${result.requestsPerSecond.toFixed(0)} requests/s`)
      }
    }
  }
  for (let round = 1; round <= options.rounds; round++) await fanOutRound(bench, round, results)
  return results
}

/** Loads one router, and measures what that costs. */
export async function sampleLoad(peer: Peer, cores: Cores, load: Load): Promise<HttpSample> {
  const endCost = measureCost(peer.pid, cores)
  const result = await loadOverHttp(peer, load)
  return { ...result, ...endCost(), memoryMb: memoryMb(peer.pid).now }
}

async function fanOutRound(
  { peers, subgraphs, world, cores, options, say }: Bench,
  round: number,
  results: Measurements,
) {
  const expected = expectedEvent(subscription, world)
  for (const clients of options.clients) {
    for (const peer of turned(peers, round).filter(({ subscriptions }) => subscriptions)) {
      const endCost = measureCost(peer.pid, cores)
      const seconds = options.seconds
      const result = await fanOut(peer, { clients, seconds, subscription, emit: subgraphs.emit, expected }).catch(
        (error: Error) => error.message,
      )
      const cost = { ...endCost(), memoryMb: memoryMb(peer.pid).now }
      const failed = typeof result === 'string'
      append(results.fanOut, key(clients, peer.name), failed ? result : { ...result, ...cost })
      const said = failed ? result : `${result.deliveriesPerSecond.toFixed(0)} deliveries/s`
      say(`round ${round}, ${clients} subscribers, ${peer.label}: ${said}`)
    }
  }
}

/** The list, beginning at another member each round. */
export function turned<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

/** Adds to the list of that name. */
export function append<T>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name)
  if (list) list.push(item)
  else lists.set(name, [item])
}
