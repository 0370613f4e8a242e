// The probe as a process of its own.
import { parseEnvironment, serve, subgraphEnvironment } from '../src/index.ts'
import { probe } from './probe.ts'

await serve(probe, parseEnvironment(subgraphEnvironment), { stopOnSignals: true })
