import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { machineEnvironment, projectRoot } from '@cma/local/environment'
import { freePort } from '@cma/local/free-port'
import { isAlive } from '@cma/local/processes'
import { expect, test } from 'vitest'
import { contractOperations } from '../src/contract.ts'
import { fileStack } from '../src/disposal.ts'
import type { ProcessName } from '../src/process-ids.ts'
import { startSystem } from '../src/system.ts'
import { waitUntil } from '../src/wait-until.ts'

// npm start as a newcomer meets it: from nothing, again, over a crash, on a busy port, without Redis. In a path with spaces.

const viewer = contractOperations().get('Viewer')!
const addNote = contractOperations().get('AddNote')!
const casesQuery = contractOperations().get('Cases')!
const processes: ProcessName[] = ['router', 'identity', 'cases', 'compliance', 'audit', 'postgres', 'redis']
const stack = fileStack()
const dataDir = mkdtempSync(join(tmpdir(), 'cma data with spaces '))
stack.defer(() => rmSync(dataDir, { recursive: true, force: true }))

type CasesPage = { cases: { totalCount: number; edges: { node: { id: string } }[] } }

test('the first start makes the demo, whose printed accounts sign in, and stopping ends every process', async () => {
  await using system = await startSystem({ dataDir })
  // Managers, from whom no restricted case is hidden.
  const managers = [await system.signIn('manager@north.example'), await system.signIn('manager@south.example')]
  const counts = await Promise.all(
    managers.map(async (person) => (await person.ask<CasesPage>(casesQuery, { first: 1 })).cases.totalCount),
  )
  expect(counts[0]! + counts[1]!).toBe(40)
  const printed = [...system.output().matchAll(/^ {4}(\S+@\S+\.example) /gm)].map(([, email]) => email!)
  expect(printed.length).toBeGreaterThan(5)
  for (const email of printed)
    expect(await (await system.signIn(email)).ask(viewer)).toMatchObject({ viewer: { user: { email } } })
  const pids = processes.map((name) => system.pidOf(name))
  expect(pids.every(isAlive)).toBe(true)
  await system[Symbol.asyncDispose]()
  expect(pids.filter(isAlive)).toEqual([])
})

test('the second start keeps the data and takes less than 20 seconds', async () => {
  const since = performance.now()
  await using system = await startSystem({ dataDir })
  expect(performance.now() - since).toBeLessThan(20_000)
  const adviser = await system.signIn('adviser@north.example')
  const { cases } = await adviser.ask<CasesPage>(casesQuery, { first: 1 })
  expect(cases.totalCount).toBeGreaterThan(20)
  expect(system.output()).not.toContain('Making the demo')
})

test('after kill -9 of everything’s parent it starts again, with every note that was confirmed', async () => {
  const system = await startSystem({ dataDir })
  const adviser = await system.signIn('adviser@north.example')
  const { cases } = await adviser.ask<CasesPage>(casesQuery, { first: 1 })
  const written = await adviser.ask<{ addNote: { id: string } }>(addNote, {
    input: { caseId: cases.edges[0]!.node.id, category: 'ADVICE', body: 'Just before the crash.' },
  })
  process.kill(system.supervisorPid, 'SIGKILL')
  await using again = await startSystem({ dataDir, port: system.port })
  const afterwards = await again.signIn('adviser@north.example')
  const { note } = await afterwards.ask<{ note: { notes: { edges: { node: { id: string } }[] } } }>(
    `query ($id: ID!) { note: case(id: $id) { notes(first: 5) { edges { node { id } } } } }`,
    { id: cases.edges[0]!.node.id },
  )
  expect(note.notes.edges.map(({ node }) => node.id)).toContain(written.addNote.id)
})

test('a busy port is named, with the next step', async () => {
  const port = await freePort()
  const other = createServer().listen(port)
  stack.defer(() => void other.close())
  const { code, output } = await runStart({ CMA_DATA_DIR: dataDir, PORT: String(port) })
  expect(code).toBe(1)
  expect(output).toContain(`Port ${port} is taken by another program`)
  expect(output).toContain(`PORT=${port + 1} npm start`)
  expect(output).not.toContain('    at ')
})

test('a second start beside the first says where the first is', async () => {
  await using system = await startSystem({ dataDir })
  const { code, output } = await runStart({ CMA_DATA_DIR: dataDir, PORT: String(await freePort()) })
  expect(code).toBe(1)
  expect(output).toContain(`It already runs: http://localhost:${system.port}`)
})

test('settings that cannot work are all named', async () => {
  const { code, output } = await runStart({ PORT: 'many', CMA_OPEN_BROWSER: 'perhaps', CMA_DATA_DIR: dataDir })
  expect(code).toBe(1)
  expect(output).toMatch(/PORT[\s\S]*CMA_OPEN_BROWSER|CMA_OPEN_BROWSER[\s\S]*PORT/)
})

test('production is refused', async () => {
  const { code, output } = await runStart({ NODE_ENV: 'production', CMA_DATA_DIR: dataDir })
  expect(code).toBe(1)
  expect(output).toContain('refused in production')
})

test('without redis-server all services run in one process, and alerts are live all the same', async () => {
  await using system = await startSystem({ dataDir, environment: { PATH: '/nowhere' } })
  expect(system.output()).toContain('No redis-server on this machine')
  const adviser = await system.signIn('adviser@north.example')
  const manager = await system.signIn('manager@north.example')
  expect(await adviser.ask(viewer)).toMatchObject({ viewer: { user: { email: 'adviser@north.example' } } })
  const alerts = stack.use(manager.subscribe(contractOperations().get('Alerts')!))
  const { cases } = await adviser.ask<CasesPage>(casesQuery, { first: 1 })
  await waitUntil(
    'an alert to come through',
    async () => {
      await adviser.ask(addNote, {
        input: { caseId: cases.edges[0]!.node.id, category: 'SAFEGUARDING', body: 'Is the line open?' },
      })
      return alerts.next({ deadlineMs: 500 }).catch(() => undefined)
    },
    { deadlineMs: 60_000 },
  )
})

async function runStart(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['platform/local/src/start.ts'], {
    cwd: projectRoot,
    env: { ...machineEnvironment, NODE_ENV: 'test', CMA_OPEN_BROWSER: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}
