// `npm run audit:verify [-- --expect <sequence>:<hash>]`: computes the ledger's chain anew, on the data of this clone.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { urlForRole } from '@cma/prisma'
import { machineEnvironment, projectRoot, readEnvironment } from './environment.ts'
import { ensureKeys } from './keys.ts'
import { startPostgres } from './postgres.ts'
import { commandOf, isAlive } from './processes.ts'
import { giveUp } from './terminal.ts'

try {
  const { CMA_DATA_DIR: dataDir } = readEnvironment()
  const postgresDir = join(dataDir, 'postgres')
  if (!existsSync(postgresDir)) throw new Error(`There is no database in ${dataDir} yet. npm start makes one.`)
  process.exitCode = await withPostgres(postgresDir, (url) =>
    verify(urlForRole(url, 'audit_sealer', ensureKeys(dataDir).rolePasswords)),
  )
} catch (error) {
  giveUp(error)
}

/** Uses the server of a system that runs, else starts one for the while. */
async function withPostgres(dataDir: string, work: (superuserUrl: string) => Promise<number>): Promise<number> {
  const pidFile = join(dataDir, 'postmaster.pid')
  const [pid, , , port] = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : []
  if (pid !== undefined && isAlive(Number(pid)) && /postgres/.test(commandOf(Number(pid))))
    return work(`postgresql://cma@127.0.0.1:${port}/cma`)
  const server = await startPostgres({ dataDir })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}

function verify(url: string): Promise<number> {
  const child = spawn(process.execPath, ['subgraphs/audit/src/verify-command.ts', ...process.argv.slice(2)], {
    cwd: projectRoot,
    env: { ...machineEnvironment, AUDIT_DATABASE_URL: url },
    stdio: 'inherit',
  })
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? 2)))
}
