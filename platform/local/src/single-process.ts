// All services in one process, for a machine without Redis. Started by the supervisor.
import { readHostEnvironment } from './environment.ts'
import { hostServices } from './host-services.ts'

const host = await hostServices(readHostEnvironment().SERVICE_ENVIRONMENTS)
process.once('SIGTERM', () => {
  host[Symbol.asyncDispose]().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
