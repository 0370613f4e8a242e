import { subgraph as audit } from '@cma/audit'
import { subgraph as cases } from '@cma/cases'
import { subgraph as compliance } from '@cma/compliance'
import { subgraph as identity } from '@cma/identity'
import { identityEnvironment } from '@cma/identity/environment'
import { startRouter } from '@cma/router'
import { readEnvironment } from '@cma/router/environment'
import {
  createLogger,
  openPorts,
  parseEnvironment,
  serve,
  subgraphEnvironment,
  type Clock,
  type Subgraph,
  type SubgraphEnvironment,
} from '@cma/runtime'
import type { ServiceEnvironments } from './environment.ts'

/** Runs all subgraphs and the router in this one process, with ports in memory between them. */
export async function hostServices(
  environments: ServiceEnvironments,
  { clock }: { clock?: Clock } = {},
): Promise<AsyncDisposable> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger({ name: 'all-services', level: 'warn' })
  const ports = openPorts(undefined, logger)
  stack.defer(() => ports.close())
  const options = { ports, ...(clock && { clock }) }
  const start = async <Db, Loaders>(subgraph: Subgraph<Db, Loaders>, environment: SubgraphEnvironment) => {
    const running = await serve(subgraph, environment, options)
    stack.defer(() => running.stop())
  }
  await start(identity, parseEnvironment(identityEnvironment, environments['identity']))
  await start(cases, parseEnvironment(subgraphEnvironment, environments['cases']))
  await start(compliance, parseEnvironment(subgraphEnvironment, environments['compliance']))
  await start(audit, parseEnvironment(subgraphEnvironment, environments['audit']))
  const router = await startRouter(readEnvironment(environments['router']), { ports })
  stack.defer(() => router.stop())
  return stack
}
