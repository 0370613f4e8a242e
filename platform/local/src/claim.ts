import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { commandOf, isAlive } from './processes.ts'

export type Claim = { pid: number; port: number; stopping?: boolean }

/** What a run may need that was told to end. */
const stoppingMs = 20_000
/** What a run may need to notice that its terminal or its npm was killed. */
const noticingMs = 1_500

/**
 * Makes this process the only one that runs on the data directory. Answers undefined when it is,
 * else the run that is there and stays.
 */
export async function claimDataDir(dataDir: string, claim: Claim): Promise<Claim | undefined> {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'run.json')
  const since = performance.now()
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(claim), { flag: 'wx' })
      return undefined
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readClaim(path)
    if (holder === undefined || !isSupervisor(holder.pid)) rmSync(path, { force: true })
    else if (performance.now() - since > (holder.stopping === true ? stoppingMs : noticingMs)) return holder
    else await wait(100)
  }
}

/** Says to a run that is being started meanwhile that waiting is worth it. */
export function announceStopping(dataDir: string, claim: Claim): void {
  writeFileSync(join(dataDir, 'run.json'), JSON.stringify({ ...claim, stopping: true }))
}

export function releaseDataDir(dataDir: string): void {
  rmSync(join(dataDir, 'run.json'), { force: true })
}

function readClaim(path: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Claim
  } catch {
    return undefined // killed while writing it
  }
}

const isSupervisor = (pid: number) =>
  isAlive(pid) && /platform\/local\/src\//.test(commandOf(pid).replaceAll('\\', '/'))
