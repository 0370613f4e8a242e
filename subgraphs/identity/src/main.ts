import { parseEnvironment, serve } from '@cma/runtime'
import { identityEnvironment } from './environment.ts'
import { subgraph } from './subgraph.ts'

await serve(subgraph, parseEnvironment(identityEnvironment), { stopOnSignals: true })
