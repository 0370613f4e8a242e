import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  globSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '@cma/local/environment'

/** Where what is slow to make is kept from one run of the tests to the next. */
export const testCache = join(projectRoot, '.cache/testing')

/** A state that nobody asked for in this time goes; shorter, and a run that copies it would lose it under its hands. */
const keptMs = 2 * 3_600_000

/**
 * The folder `<kind>-<digest>`, made when it is not there yet. It is made beside its place and moved when whole,
 * so that runs at the same time may both make it, and a run that is killed leaves nothing half.
 */
export async function keptFolder(
  kind: string,
  digest: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  mkdirSync(testCache, { recursive: true })
  writeFileSync(join(testCache, 'README'), 'Databases of tests. May be deleted when no test runs.\n')
  const target = join(testCache, `${kind}-${digest}`)
  if (!isFolder(target)) {
    const fresh = join(testCache, `new-${process.pid}`, kind)
    mkdirSync(fresh, { recursive: true })
    await make(fresh)
    try {
      renameSync(fresh, target)
    } catch {
      // another run was quicker, and made the same
    }
    rmSync(join(testCache, `new-${process.pid}`), { recursive: true, force: true })
    forgetOld(kind)
  }
  utimesSync(target, new Date(), new Date())
  return target
}

/** Changes when any of the files does: paths from the root, as globs. */
export function digestOf(...globs: string[]): string {
  const digest = createHash('sha256')
  // Not by readdir's own recursion, which follows the links of node_modules in circles.
  const exclude = (name: string) => name === 'node_modules' || name === 'generated' || name.endsWith('.test.ts')
  const found = globSync(globs, { cwd: projectRoot, exclude })
  // A folder stands for whatever is in it.
  const within = found.filter((path) => isFolder(join(projectRoot, path))).map((path) => `${path}/**/*`)
  const files = new Set([...found, ...globSync(within, { cwd: projectRoot, exclude })])
  for (const file of [...files].sort())
    if (!isFolder(join(projectRoot, file))) digest.update(file).update(readFileSync(join(projectRoot, file)))
  return digest.digest('hex').slice(0, 16)
}

/** Copies a folder with PostgreSQL data in it: the server insists on its mode, and on the owner, who is not root. */
export function copyWithOwners(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  const isRoot = process.getuid?.() === 0
  for (const path of ['', ...readdirSync(from, { recursive: true, encoding: 'utf8' })]) {
    const file = lstatSync(join(from, path))
    if (file.isSymbolicLink()) continue
    if (isRoot) chownSync(join(to, path), file.uid, file.gid)
    chmodSync(join(to, path), file.mode)
  }
}

function forgetOld(kind: string): void {
  for (const name of readdirSync(testCache).filter((other) => other.startsWith(`${kind}-`))) {
    const path = join(testCache, name)
    const usedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (Date.now() - usedAt > keptMs) rmSync(path, { recursive: true, force: true })
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
