import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineEnvironment } from '@cma/local/environment'
import { countEachStatement } from '../src/statements.ts'

// Loaded before each of the product's processes (`--import`): says in a file of its own how many SQL statements it has sent.

const folder = machineEnvironment['STATEMENT_COUNTS']
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true })
  const counted = countEachStatement()
  let written = -1
  setInterval(() => {
    if (counted() === written) return
    written = counted()
    writeFileSync(join(folder, String(process.pid)), String(written))
  }, 100).unref()
}
