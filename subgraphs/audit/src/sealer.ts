import { sealedChannel, unsealedChannel, type Background, type Logger, type Nudges } from '@cma/runtime'
import type pg from 'pg'
import { sealBatch } from './seal.ts'
import { withConnection } from './with-connection.ts'

type SealerOptions = {
  /** As audit_sealer. */
  pool: pg.Pool
  nudges: Nudges
  logger: Logger
  /** How often it looks without being nudged. */
  everyMs?: number
  batchSize?: number
}

/** Seals whatever is committed, soon after each nudge and in any case every second. Any number of processes may run one. */
export async function startSealer({
  pool,
  nudges,
  logger,
  everyMs = 1_000,
  batchSize = 500,
}: SealerOptions): Promise<Background> {
  let wake = Promise.withResolvers<void>()
  let stopped = false
  let failures = 0
  const stopListening = await nudges.subscribe(unsealedChannel, () => wake.resolve())

  const sealAll = () =>
    withConnection(pool, async (client) => {
      for (;;) {
        const { count, lastSequence } = await sealBatch(client, batchSize)
        if (count > 0) nudges.publish(sealedChannel, String(lastSequence))
        if (count < batchSize || stopped) return
      }
    })

  const run = async () => {
    while (!stopped) {
      wake = Promise.withResolvers()
      try {
        await sealAll()
        if (failures > 0) logger.info('sealing works again')
        failures = 0
      } catch (error) {
        failures += 1
        if (failures === 1) logger.error({ err: error }, 'sealing failed; it is tried again')
      }
      const timer = setTimeout(() => wake.resolve(), everyMs)
      await wake.promise
      clearTimeout(timer)
    }
  }
  const running = run()
  return {
    healthy: () => failures < 10,
    async stop() {
      stopped = true
      stopListening()
      wake.resolve()
      await running
    },
  }
}
