import { expect, test } from 'vitest'
import { soakAlerts } from '../soak/soak.ts'
import { fileStack } from '../src/disposal.ts'
import { startSystem } from '../src/system.ts'

// The soak in small. In full: node platform/testing/soak/run.ts

const stack = fileStack()

test('300 subscribers: each alert reaches all soon; killing Redis, compliance or the router loses none', async () => {
  const system = stack.use(await startSystem())
  const result = await soakAlerts(system, {
    sockets: 300,
    people: 20,
    alerts: 5,
    kills: ['redis', 'compliance', 'router'],
    killMs: 1_000,
    report: () => {},
  })
  expect(result).toMatchObject({ lost: 0, repeated: 0, leaked: 0, incomplete: 0 })
  expect(result.raised).toBeGreaterThan(7)
  expect(result.reconnects).toBeGreaterThanOrEqual(300) // the router's end was felt
  expect(result.fromRaised.median).toBeLessThan(5_000) // whatever else this machine does; the soak in full asks for one second
})
