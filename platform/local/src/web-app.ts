import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { machineEnvironment, projectRoot } from './environment.ts'

const sources = [
  'web/src',
  'web/public',
  'web/build',
  'web/index.html',
  'web/vite.config.ts',
  'web/codegen.ts',
  'web/package.json',
  'supergraph.graphql',
  'pnpm-lock.yaml',
]

/**
 * Builds the web app when its sources changed since the last build.
 * @returns the folder to serve
 */
export async function buildWebApp(report: (line: string) => void): Promise<string> {
  const folder = join(projectRoot, 'web/dist')
  const stamp = join(projectRoot, '.cache/web-built')
  const digest = digestOfSources()
  if (existsSync(join(folder, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest)
    return folder
  report('Building the web app')
  for (const script of ['generate', 'build']) await runScript(script)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
  return folder
}

function digestOfSources(): string {
  const digest = createHash('sha256')
  for (const source of sources.map((path) => join(projectRoot, path))) {
    for (const file of filesOf(source)) digest.update(file).update(readFileSync(file))
  }
  return digest.digest('hex')
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.filter((file) => !/[\\/]generated[\\/]|\.test\.tsx?$/.test(file)).sort()
}

async function runScript(script: string): Promise<void> {
  const output: Buffer[] = []
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: join(projectRoot, 'web'),
    env: { ...machineEnvironment, NODE_ENV: 'production' }, // whatever the surroundings say, tests for instance
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0)
    throw new Error(
      `The web app cannot be built (npm run ${script} in web/):\n${Buffer.concat(output).toString().slice(-4_000)}`,
    )
}
