import { createLogger } from '@cma/runtime'
import { readEnvironment } from './environment.ts'
import { startRouter } from './router.ts'

const environment = readEnvironment()
const logger = createLogger({ name: 'router', level: environment.LOG_LEVEL })
const router = await startRouter(environment, { logger })

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    router.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  })
}
