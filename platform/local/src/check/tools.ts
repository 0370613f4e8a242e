import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { machineEnvironment, projectRoot } from '../environment.ts'

export type ToolRun = { ok: boolean; output: string }

/** Runs the command of an installed package, by its `bin`, without npx and without a shell. */
export async function runTool(name: string, args: string[], { bin = name, from = projectRoot } = {}): Promise<ToolRun> {
  // By its place: not every package lets its package.json be resolved.
  const manifest = [from, projectRoot]
    .map((folder) => join(folder, 'node_modules', name, 'package.json'))
    .find(existsSync)
  if (manifest === undefined) throw new Error(`${name} is not installed`)
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> }
  const path = typeof bins === 'string' ? bins : bins[bin]
  if (path === undefined) throw new Error(`${name} has no command ${bin}`)
  return runNode([join(dirname(manifest), path), ...args], from)
}

/** Runs Node with these arguments and collects what it prints. */
export async function runNode(args: string[], cwd = projectRoot): Promise<ToolRun> {
  const chunks: Buffer[] = []
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...machineEnvironment, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  return { ok: code === 0, output: Buffer.concat(chunks).toString() }
}
