/**
 * The consistency check for as long as one likes, with Redis killed and held up now and then.
 *
 *   node router/test/consistency/run.ts [--minutes 10] [--seed N] [--calm]
 *
 * `--calm` leaves Redis alone. Ends with 1 when anything stale was shown.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { check, type Sofar } from './check.ts'
import { ownRedis } from './own-redis.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    calm: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.minutes) * 60
const seed = Number(values.seed)
const folder = await mkdtemp(path.join(tmpdir(), 'consistency-'))
const redis = await ownRedis(folder)
const until = performance.now() + seconds * 1_000
const remains = (ms: number) => performance.now() + ms < until
console.log(`${values.minutes} minutes, seed ${seed}`)

async function trouble(sofar: () => Sofar): Promise<void> {
  for (let round = 0; remains(30_000); round++) {
    await wait(20_000)
    console.log(JSON.stringify(sofar()))
    if (values.calm) continue
    if (round % 2 === 0) {
      await redis.kill()
      await wait(round % 4 === 0 ? 300 : 6_000)
      await redis.startAgain()
    } else {
      redis.hold()
      await wait(round % 4 === 1 ? 700 : 5_000)
      redis.goOn()
    }
  }
  await wait(Math.max(0, until - performance.now()))
}

try {
  const checked = await check({ redisUrl: redis.url, seconds, seed, meanwhile: trouble })
  console.log(JSON.stringify({ ...checked, stale: checked.stale.slice(0, 20) }, null, 2))
  console.log(`${checked.operations} operations, ${checked.changes} changes, ${checked.stale.length} stale answers`)
  if (checked.stale.length > 0) process.exitCode = 1
} finally {
  await redis[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
}
