import { parseEnvironment, serve, subgraphEnvironment } from '@cma/runtime'
import { subgraph } from './subgraph.ts'

await serve(subgraph, parseEnvironment(subgraphEnvironment), { stopOnSignals: true })
