/** From the commit of a note to the frame on a subscriber's socket, beside a plain Redis publish to as many sockets. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { percentile, seededRandom } from '@cma/router/bench/statistics'
import { cpuSeconds, memoryMb } from '@cma/router/bench/usage'
import { contractOperations } from '../src/contract.ts'
import type { TestSystem } from '../src/system.ts'
import type { Writer } from '../soak/writer.ts'
import type { Child } from './child.ts'
import { lastNote, type Stages } from './ledger-times.ts'
import { now } from './now.ts'
import { devicesEach, signDevicesIn } from './people.ts'
import { cpuOf, cpuSince, memoryOf, perMessage, type Cpu } from './product.ts'
import type { Arrivals, Group, SubscribersQuestion } from './subscribers.ts'

export type Latency = { p50: number; p99: number }
export type DeliveryRound = Latency & {
  /** Milliseconds of CPU time for a message, all processes of what is measured. */
  cpuMs: number
  memoryMb: number
  /** Where a message's time went, the median of the round, and its CPU time by process; only of the product. */
  stages?: Stages
  cpuMsEach?: Cpu
}
export type Delivery = { subscribers: number; people: number; product: DeliveryRound[]; redis: DeliveryRound[] }

export type DeliveryBench = {
  system: TestSystem
  /** Of the product's database, as the superuser. */
  databaseUrl: string
  writer: Writer
  /** Where the feed stands now: subscribers begin there. */
  upTo(): Promise<string>
  subscribers: Child<SubscribersQuestion, Arrivals | number>
  fanOut: { url: string; pid: number; channel: string; publisher: Redis }
  sizes: readonly number[]
  rounds: number
  /** Alerts, and publishes, of a round. */
  messages: number
  say(text: string): void
}

const deadlineMs = 60_000
const warmUps = 3

export async function measureDelivery(bench: DeliveryBench): Promise<Delivery[]> {
  const { sizes, rounds, say } = bench
  const results: Delivery[] = []
  let opened = 0
  for (const size of sizes.toSorted((a, b) => a - b)) {
    await openSockets(bench, size - opened)
    opened = size
    let text = ''
    for (let nth = 0; nth < warmUps; nth += 1) text = (await oneAlert(bench)).text
    for (let nth = 0; nth < warmUps; nth += 1) await onePublish(bench, text)
    const result: Delivery = { subscribers: size, people: Math.ceil(size / devicesEach), product: [], redis: [] }
    for (let round = 0; round < rounds; round += 1) {
      const turns = [
        async () => result.product.push(await productRound(bench, round)),
        async () => result.redis.push(await redisRound(bench, text, round)),
      ]
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
      const [product, redis] = [result.product.at(-1)!, result.redis.at(-1)!]
      const inWords = ({ p50, p99 }: Latency) => `${p50.toFixed(1)} and ${p99.toFixed(1)} ms`
      say(`${size} subscribers, round ${round + 1}: alerts ${inWords(product)}, Redis ${inWords(redis)} (p50, p99)`)
    }
    results.push(result)
  }
  return results
}

async function openSockets({ system, writer, upTo, subscribers, fanOut }: DeliveryBench, more: number): Promise<void> {
  const cookies = await signDevicesIn(system, writer, more)
  await subscribers.ask({
    open: 'alerts',
    url: `${system.url.replace('http', 'ws')}/graphql`,
    cookies,
    query: contractOperations().get('Alerts')!,
    after: await upTo(),
  })
  await subscribers.ask({ open: 'plain', url: fanOut.url, cookies: cookies.map(() => ''), query: '', after: '' })
}

type Sample = { latencies: number[]; text: string }

async function productRound(bench: DeliveryBench, round: number): Promise<DeliveryRound> {
  const { system, messages } = bench
  const { dataDir } = system
  const before = cpuOf(dataDir)
  const samples: (Sample & { stages: Stages })[] = []
  for await (const _ of paced(messages, round)) samples.push(await oneAlert(bench))
  const cpu = cpuSince(dataDir, before)
  return {
    ...latencyOf(samples),
    cpuMs: (cpu.total * 1_000) / messages,
    cpuMsEach: perMessage(cpu.each, messages),
    memoryMb: memoryOf(dataDir),
    stages: medianStages(samples.map(({ stages }) => stages)),
  }
}

async function redisRound(bench: DeliveryBench, text: string, round: number): Promise<DeliveryRound> {
  const { fanOut, messages } = bench
  const before = cpuSeconds(fanOut.pid)
  const samples: Sample[] = []
  for await (const _ of paced(messages, round)) samples.push(await onePublish(bench, text))
  return {
    ...latencyOf(samples),
    cpuMs: ((cpuSeconds(fanOut.pid) - before) * 1_000) / messages,
    memoryMb: memoryMb(fanOut.pid).now,
  }
}

/** Pauses of no fixed length, so that messages do not fall into step with timers. */
async function* paced(count: number, seed: number): AsyncGenerator<number> {
  const random = seededRandom(seed)
  for (let nth = 0; nth < count; nth += 1) {
    await wait(50 + random() * 150)
    yield nth
  }
}

async function oneAlert({ writer, subscribers, databaseUrl }: DeliveryBench): Promise<Sample & { stages: Stages }> {
  await subscribers.ask({ expect: 'alerts' })
  await writer.write()
  const { at, text } = await arrived(subscribers, 'alerts')
  const { recordedAt, sealedAt, raisedAt } = await lastNote(databaseUrl)
  const first = Math.min(...at)
  const stages = {
    seal: sealedAt - recordedAt,
    raise: raisedAt - sealedAt,
    firstSocket: first - raisedAt,
    allSockets: Math.max(...at) - first,
  }
  return { latencies: at.map((one) => one - recordedAt), text, stages }
}

async function onePublish({ subscribers, fanOut }: DeliveryBench, text: string): Promise<Sample> {
  await subscribers.ask({ expect: 'plain' })
  const published = now()
  await fanOut.publisher.publish(fanOut.channel, text)
  const { at } = await arrived(subscribers, 'plain')
  return { latencies: at.map((one) => one - published), text }
}

async function arrived(subscribers: DeliveryBench['subscribers'], group: Group): Promise<Arrivals> {
  return (await subscribers.ask({ await: group, deadlineMs })) as Arrivals
}

/** Over all sockets and messages of the round. */
function latencyOf(samples: readonly Sample[]): Latency {
  const all = samples.flatMap(({ latencies }) => latencies)
  return { p50: percentile(all, 0.5), p99: percentile(all, 0.99) }
}

function medianStages(all: readonly Stages[]): Stages {
  const of = (name: keyof Stages) =>
    percentile(
      all.map((stages) => stages[name]),
      0.5,
    )
  return { seal: of('seal'), raise: of('raise'), firstSocket: of('firstSocket'), allSockets: of('allSockets') }
}
