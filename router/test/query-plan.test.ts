import { fileStack } from '@cma/testing'
import { describe, expect, test } from 'vitest'
import { startStandalone } from '../src/standalone.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import { library } from './worlds/library.ts'

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())
const fixture = await startRouterFixture(world.sdl)
stack.defer(() => fixture.stop())

const network = '01900000-0000-7000-8000-000000000001'
const query = '{ notes { body writer { name } } }'
const headers = { 'x-query-plan': '1' }

interface WithPlan {
  data?: unknown
  extensions?: { queryPlan?: unknown }
}

describe('the plan of an operation', () => {
  test('is shown to network administrators who ask for it', async () => {
    const { cookie } = await fixture.signIn({ n: { [network]: ['NETWORK_ADMIN'] } })
    const body: WithPlan = (await fixture.ask(query, { cookie, headers })).body
    expect(body.extensions?.queryPlan).toMatchObject({
      node: {
        kind: 'sequence',
        nodes: [
          { kind: 'fetch', subgraph: 'notes' },
          { kind: 'at', node: { kind: 'entities', subgraph: 'people' } },
        ],
      },
    })
    const without: WithPlan = (await fixture.ask(query, { cookie })).body
    expect(without).toEqual({ data: body.data })
  })

  test('is not shown to anybody else', async () => {
    const { cookie } = await fixture.signIn({ c: { [network]: ['CENTRE_MANAGER'] }, n: { [network]: ['AUDITOR'] } })
    const { status, body } = await fixture.ask(query, { cookie, headers })
    expect([status, Object.keys(body)]).toEqual([200, ['data']])
  })

  test('is shown to everybody by the router alone', async () => {
    const alone = await startStandalone({ sdl: world.sdl, port: 0 })
    stack.defer(() => alone.stop())
    const response = await fetch(alone.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ ping }' }),
    })
    const { extensions } = (await response.json()) as WithPlan
    expect(extensions?.queryPlan).toMatchObject({ node: { kind: 'fetch', operation: expect.stringContaining('ping') } })
  })
})
