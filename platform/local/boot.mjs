// The verbs of the root package.json, for a machine that has only Node 20 or newer and npm.
// Plain JavaScript without dependencies, because nothing is installed yet when it runs: it sees to the right Node,
// to the packages and to generated code, each only when missing or changed, then hands over to TypeScript.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const wantedNode = '24.21.0'
const oldestNode = [24, 12] // type stripping without a warning, import.meta.main
const wantedPnpm = '10.34.9'

const entries = {
  start: 'platform/local/src/start.ts',
  dev: 'platform/local/src/dev.ts',
  test: 'platform/local/src/test.ts',
  check: 'platform/local/src/check.ts',
  bench: 'router/bench/bench.ts',
  'bench:alerts': 'platform/testing/bench-alerts/run.ts',
  router: 'router/src/standalone.ts',
  'demo:load': 'platform/local/src/load-demo.ts',
  'test:faults': 'platform/testing/faults/run.ts',
  'audit:verify': 'platform/local/src/verify-audit.ts',
  generate: undefined, // done by the preparation itself
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const started = performance.now()
const [verb, ...args] = process.argv.slice(2)

if (!Object.hasOwn(entries, verb))
  fail(`There is no "${verb ?? ''}". The verbs are: ${Object.keys(entries).join(', ')}.`)
const node = rightNode()
const environment = withNodeFirst(node)
install()
generate()
if (entries[verb]) handOver()

/** The path of a Node that runs this project: the one at hand, or one from npm, kept in .cache. */
function rightNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major === oldestNode[0] && minor >= oldestNode[1]) return process.execPath
  const system = process.platform === 'win32' ? 'win' : process.platform
  if (system === 'darwin' && process.arch === 'arm64') {
    fail(
      `This project runs on Node ${oldestNode.join('.')} or a newer 24; this is ${process.versions.node}.`,
      'npm has no such Node for Apple silicon. Install it from https://nodejs.org or with "brew install node@24", then start again.',
    )
  }
  const name = `node-${system}-${process.arch}`
  const folder = join(root, '.cache', `node-${wantedNode}`)
  const path = join(folder, 'node_modules', name, 'bin', system === 'win' ? 'node.exe' : 'node')
  if (!existsSync(path)) {
    say(
      `Node ${process.versions.node} is not the one this project runs on: getting Node ${wantedNode} from npm into .cache`,
    )
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    run(
      'npm',
      [
        'install',
        '--prefix',
        folder,
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        `${name}@${wantedNode}`,
      ],
      process.env,
      `Node ${wantedNode} could not be fetched. Install Node 24 yourself, or check the network, and start again.`,
    )
  }
  return path
}

function install() {
  const stamp = join(root, 'node_modules', '.installed')
  const digest = digestOf(['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', 'package.json', ...packageFiles()])
  if (read(stamp) === digest) return
  say('Installing packages')
  const offline = existsSync(stamp) ? ['--prefer-offline'] : []
  run(
    'npx',
    [
      '--yes',
      `pnpm@${wantedPnpm}`,
      'install',
      '--frozen-lockfile',
      '--reporter=append-only',
      '--loglevel=warn',
      '--config.confirmModulesPurge=false', // else it asks, and fails where nobody can answer
      ...offline,
    ],
    environment,
    'The packages could not be installed. Check the network and the free space, and start again.',
  )
  writeFileSync(stamp, digest)
}

/** Prisma clients and resolver types, from the slices and the contract. */
function generate() {
  const inputs = ['codegen.ts', 'prisma/generate.ts', 'pnpm-lock.yaml']
  const outputs = []
  for (const name of folders('subgraphs')) {
    inputs.push(`subgraphs/${name}/schema.graphql`, `subgraphs/${name}/codegen.json`, `prisma/${name}/schema.prisma`)
    outputs.push(`subgraphs/${name}/src/generated/graphql.ts`, `subgraphs/${name}/src/generated/prisma/client.ts`)
  }
  const stamp = join(root, '.cache', 'generated')
  const digest = digestOf(inputs)
  if (read(stamp) === digest && outputs.every((path) => existsSync(join(root, path)))) return
  say('Generating clients and types')
  run(
    node,
    ['prisma/generate.ts'],
    environment,
    'What the contract implies could not be generated; the lines above say why.',
  )
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

function handOver() {
  // The fourth channel tells the child when this process is gone, however it went.
  const child = spawn(node, [entries[verb], ...args], {
    cwd: root,
    env: environment,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // Ctrl-C reaches the child by itself, SIGTERM does not; either way the child decides when all is stopped.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
  stopWithNpm(child)
}

// npm that is killed outright can pass nothing on: without a look at it now and then, all would run on, unowned.
function stopWithNpm(child) {
  const npm = process.env.npm_lifecycle_event && process.platform !== 'win32' ? findNpm(process.ppid) : undefined
  if (npm === undefined) return
  setInterval(() => isAlive(npm) || child.kill('SIGTERM'), 250).unref()
}

/** npm starts a shell, which starts this, or becomes this. */
function findNpm(parent) {
  for (let pid = parent, levels = 0; pid > 1 && levels < 2; levels += 1) {
    const { ppid, command } = describeProcess(pid)
    if (/\bnpm\b/.test(command) && !command.includes('boot.mjs')) return pid
    pid = ppid
  }
}

// A small Linux has no ps; everybody else has no /proc.
function describeProcess(pid) {
  const status = read(`/proc/${pid}/status`)
  if (status !== undefined) {
    return {
      ppid: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0),
      command: (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' '),
    }
  }
  const line = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  const [, ppid, command] = /^\s*(\d+)\s+(.*)/.exec(line) ?? []
  return { ppid: Number(ppid ?? 0), command: command ?? '' }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function withNodeFirst(path) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    [key]: dirname(path) + delimiter + (process.env[key] ?? ''),
    npm_config_update_notifier: 'false',
    APOLLO_TELEMETRY_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
  }
}

function packageFiles() {
  return ['platform', 'subgraphs']
    .flatMap((parent) => folders(parent).map((name) => `${parent}/${name}/package.json`))
    .concat('prisma/package.json', 'router/package.json', 'web/package.json')
}

function folders(parent) {
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function digestOf(paths) {
  const digest = createHash('sha256')
  for (const path of paths) digest.update(`${path}\n`).update(read(join(root, path)) ?? '')
  return digest.digest('hex')
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function run(command, parameters, env, hint) {
  const shell = process.platform === 'win32' // npm and npx are scripts there
  const { status, error } = spawnSync(command, parameters, { stdio: 'inherit', cwd: root, env, shell })
  if (status !== 0)
    fail(
      `${command} ${parameters.slice(0, 3).join(' ')} … failed${error ? `: ${error.message}` : ` (${status})`}.`,
      hint,
    )
}

function say(text) {
  console.log(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${text}`)
}

function fail(...lines) {
  console.error(lines.join('\n'))
  process.exit(1)
}
