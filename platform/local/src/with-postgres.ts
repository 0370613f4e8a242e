import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from './postgres.ts'
import { commandOf, isAlive } from './processes.ts'

/**
 * Works with the database of the data directory, as its superuser: through the server of a system that runs,
 * else through one that is started for the while.
 */
export async function withPostgres<Answer>(
  dataDir: string,
  work: (superuserUrl: string, system: { running: boolean }) => Promise<Answer>,
): Promise<Answer> {
  const folder = join(dataDir, 'postgres')
  if (!existsSync(folder)) throw new Error(`There is no database in ${dataDir} yet. npm start makes one.`)
  const running = runningServer(folder)
  if (running !== undefined) return work(running, { running: true })
  const server = await startPostgres({ dataDir: folder })
  try {
    return await work(server.url, { running: false })
  } finally {
    await server.stop()
  }
}

function runningServer(folder: string): string | undefined {
  const pidFile = join(folder, 'postmaster.pid')
  if (!existsSync(pidFile)) return undefined
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n')
  if (!isAlive(Number(pid)) || !/postgres/.test(commandOf(Number(pid)))) return undefined
  const password = readFileSync(join(folder, 'superuser-password'), 'utf8')
  return `postgresql://cma:${password}@127.0.0.1:${port}/cma`
}
