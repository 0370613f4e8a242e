// `npm run audit:verify [-- --expect <sequence>:<hash>]`: computes the ledger's chain anew, on the data of this clone.
import { spawn } from 'node:child_process'
import { urlForRole } from '@cma/prisma'
import { machineEnvironment, projectRoot, readEnvironment } from './environment.ts'
import { ensureKeys } from './keys.ts'
import { giveUp } from './terminal.ts'
import { withPostgres } from './with-postgres.ts'

try {
  const { CMA_DATA_DIR: dataDir } = readEnvironment()
  process.exitCode = await withPostgres(dataDir, (url) =>
    verify(urlForRole(url, 'audit_sealer', ensureKeys(dataDir).rolePasswords)),
  )
} catch (error) {
  giveUp(error)
}

function verify(url: string): Promise<number> {
  const child = spawn(process.execPath, ['subgraphs/audit/src/verify-command.ts', ...process.argv.slice(2)], {
    cwd: projectRoot,
    env: { ...machineEnvironment, AUDIT_DATABASE_URL: url },
    stdio: 'inherit',
  })
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? 2)))
}
