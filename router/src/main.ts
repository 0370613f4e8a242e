import { flushTelemetry } from '@cma/runtime/flush-telemetry'
import { createLogger } from '@cma/runtime/logger'
import { readEnvironment } from './environment.ts'
import { startRouter } from './router.ts'

const environment = readEnvironment()
const logger = createLogger({ name: 'router', level: environment.LOG_LEVEL })
const router = await startRouter(environment, { logger })

async function end(): Promise<void> {
  let status = 0
  try {
    await router.stop()
  } catch (error) {
    logger.error({ err: error }, 'stopping failed')
    status = 1
  }
  await flushTelemetry()
  process.exit(status)
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end())
