import { metrics, type Attributes, type MeterProvider } from '@opentelemetry/api'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { serveWorld } from './compose.ts'
import { library } from './worlds/library.ts'

const counted: { name: string; attributes: Attributes | undefined }[] = []
const silent = { record() {}, add() {}, addCallback() {}, removeCallback() {} }
// A provider that remembers; it must be in place before the router's telemetry is loaded, as in a process of its own.
metrics.setGlobalMeterProvider({
  getMeter: () => ({
    createCounter: (name: string) => ({
      add: (_count: number, attributes?: Attributes) => counted.push({ name, attributes }),
    }),
    createHistogram: () => silent,
    createUpDownCounter: () => silent,
    createGauge: () => silent,
    createObservableGauge: () => silent,
  }),
} as unknown as MeterProvider)
const { startRouterFixture } = await import('./router-fixture.ts')

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())

test('refusals are counted by their code, without anything of the request', async () => {
  const fixture = await startRouterFixture(world.sdl, {
    COST_BUDGET_STAFF: '30',
    PERSON_OPERATIONS_PER_SECOND: '0.02',
    PERSON_OPERATIONS_AT_ONCE: '4',
  })
  stack.defer(() => fixture.stop())
  const { cookie } = await fixture.signIn()
  await fixture.ask('{ ping }', { cookie })
  await fixture.ask('{ items { related { id } } }', { cookie })
  await fixture.ask('{ secretWord }', { cookie })
  await fixture.ask('{', { cookie })
  await fixture.ask('{ ping }', { cookie })
  await fixture.ask('{ ping }')
  const refusals = counted.filter(({ name }) => name === 'router.refusals').map(({ attributes }) => attributes)
  expect(refusals).toEqual([
    { code: 'QUERY_TOO_EXPENSIVE' },
    { code: 'GRAPHQL_VALIDATION_FAILED' },
    { code: 'GRAPHQL_PARSE_FAILED' },
    { code: 'RATE_LIMITED' },
    { code: 'UNAUTHENTICATED' },
  ])
})
