import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { programPath } from './environment.ts'

/** The path of the first of these programs that is installed, looked for on PATH. */
export function findProgram(...names: string[]): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const folders = programPath.split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix))).find((path) => existsSync(path))
}
