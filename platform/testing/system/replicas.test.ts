import { spawn } from 'node:child_process'
import { projectRoot } from '@cma/local/environment'
import { freePort } from '@cma/local/free-port'
import { beforeAll, expect, test } from 'vitest'
import { graphqlClient } from '../src/client.ts'
import { contractOperations } from '../src/contract.ts'
import { fileStack } from '../src/disposal.ts'
import { environmentOf } from '../src/process-environment.ts'
import { startSystem, type SignedIn, type TestSystem } from '../src/system.ts'
import { waitUntil } from '../src/wait-until.ts'
import { followAlerts } from './alert-follower.ts'

// Two routers and two compliance processes on one Redis and one database, as in production.

const operation = (name: string) => contractOperations().get(name)!
const stack = fileStack()
let system: TestSystem
let secondRouter: string
let adviser: SignedIn
let manager: SignedIn

type CasesPage = { cases: { edges: { node: { id: string; stage: string } }[] } }
type History = { complianceAlerts: { edges: { cursor: string }[] } }

beforeAll(async () => {
  system = stack.use(await startSystem())
  const compliancePort = await startReplica('compliance', 'subgraphs/compliance/src/main.ts', {})
  const { SUBGRAPH_URLS } = environmentOf(system.pidOf('router'))
  const urls = {
    ...(JSON.parse(SUBGRAPH_URLS!) as Record<string, string>),
    compliance: `http://127.0.0.1:${compliancePort}/graphql`,
  }
  const routerPort = await startReplica('router', 'router/src/main.ts', { SUBGRAPH_URLS: JSON.stringify(urls) })
  secondRouter = `http://127.0.0.1:${routerPort}`
  adviser = await system.signIn('adviser@north.example')
  manager = await system.signIn('manager@north.example')
})

test('a session of one router is good at the other, and ends at both', async () => {
  const person = await system.signIn('supervisor@north.example')
  const elsewhere = throughSecondRouter(person)
  expect(await elsewhere.ask(operation('Viewer'))).toMatchObject({
    viewer: { user: { email: 'supervisor@north.example' } },
  })
  const response = await fetch(`${system.url}/auth/sign-out`, {
    method: 'POST',
    headers: { cookie: person.cookie, origin: system.url, 'content-type': 'application/json' },
    body: '{}',
  })
  expect(response.status).toBe(200)
  const { errors } = await elsewhere.send(operation('Viewer'))
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED')
})

test('alerts of 20 notes arrive at subscribers of both routers, each once and in one order', async () => {
  const { cases } = await adviser.ask<CasesPage>(operation('Cases'), { first: 20 })
  const caseId = cases.edges.find(({ node }) => node.stage !== 'CLOSED')!.node.id
  const latest =
    (await manager.ask<History>(operation('AlertHistory'), { first: 1 })).complianceAlerts.edges[0]?.cursor ?? null
  const here = stack.use(followAlerts(manager, latest))
  const there = stack.use(followAlerts(throughSecondRouter(manager), latest))
  const writers = [adviser, throughSecondRouter(adviser)]
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      writers[index % 2]!.ask(operation('AddNote'), {
        input: { caseId, category: 'SAFEGUARDING', body: `Note ${index}` },
      }),
    ),
  )
  await waitUntil('20 alerts at both', () => here.received.length >= 20 && there.received.length >= 20, {
    deadlineMs: 60_000,
  })
  const idsHere = here.received.map(({ alert }) => alert.id)
  expect(new Set(idsHere).size).toBe(20)
  expect(there.received.map(({ alert }) => alert.id)).toEqual(idsHere)
})

test('what was written through one router is read through the other', async () => {
  const { cases } = await adviser.ask<CasesPage>(operation('Cases'), { first: 1 })
  const caseId = cases.edges[0]!.node.id
  for (const [writer, reader] of [
    [adviser, throughSecondRouter(adviser)],
    [throughSecondRouter(adviser), adviser],
  ] as const) {
    await reader.ask(operation('CasePage'), { id: caseId }) // whatever may be cached now is
    const { addNote } = await writer.ask<{ addNote: { id: string } }>(operation('AddNote'), {
      input: { caseId, category: 'ADVICE', body: 'Read elsewhere.' },
    })
    const page = await reader.ask<{ case: { notes: { edges: { node: { id: string } }[] } } }>(operation('CasePage'), {
      id: caseId,
    })
    expect(page.case.notes.edges[0]!.node.id).toBe(addNote.id)
  }
})

test('both routers remember names, and show another one as soon as it is changed through either', async () => {
  const person = await system.signIn('supervisor@north.example')
  const routers = [person, throughSecondRouter(person)]
  const { viewer } = await person.ask<{ viewer: { user: { id: string; name: string } } }>(
    '{ viewer { user { id name } } }',
  )
  const nameAt = async (router: (typeof routers)[number]) => {
    const query = 'query ($id: ID!) { user(id: $id) { name } }'
    return (await router.ask<{ user: { name: string } }>(query, { id: viewer.user.id })).user.name
  }
  const rename = async (router: (typeof routers)[number], name: string) => {
    const mutation = 'mutation ($name: String!) { updateProfile(input: { name: $name }) { ... on User { name } } }'
    expect(await router.ask(mutation, { name })).toEqual({ updateProfile: { name } })
  }
  for (let round = 0; round < 10; round++) {
    const name = `Supervisor ${round}`
    await rename(routers[round % 2]!, name)
    for (const router of [...routers, ...routers]) expect(await nameAt(router)).toBe(name)
  }
  // Remembered indeed: identity can't have been asked.
  const identity = system.pidOf('identity')
  process.kill(identity, 'SIGSTOP')
  try {
    for (const router of routers) expect(await nameAt(router)).toBe('Supervisor 9')
  } finally {
    process.kill(identity, 'SIGCONT')
  }
  await rename(person, viewer.user.name)
})

function throughSecondRouter(person: SignedIn) {
  return graphqlClient({ url: `${secondRouter}/graphql`, headers: async () => ({ cookie: person.cookie }) })
}

/** A second process of a service, with the environment of the first but for its port. */
async function startReplica(
  name: 'router' | 'compliance',
  entry: string,
  changes: Record<string, string>,
): Promise<number> {
  const port = await freePort()
  const child = spawn(process.execPath, [entry], {
    cwd: projectRoot,
    env: { ...environmentOf(system.pidOf(name)), ...changes, PORT: String(port) },
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  stack.defer(async () => {
    child.kill('SIGTERM')
    await ended
  })
  await waitUntil(
    `the second ${name} to be ready`,
    async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 200,
    { deadlineMs: 60_000 },
  )
  return port
}
