import { subgraphTag, type Results } from '@cma/runtime'
import { createMemoryResults } from '@cma/runtime/memory-results'
import { waitUntil } from '@cma/testing'
import { afterEach, expect, test } from 'vitest'
import { createLease, type Lease } from './lease.ts'

const leases: Lease[] = []
afterEach(() => {
  for (const lease of leases.splice(0)) lease.stop()
})

/** A store that can be taken away, and a lease of 600 ms on it with a beat every 20 ms. */
function aLease() {
  const memory = createMemoryResults()
  const state = { away: false, losses: 0 }
  const calls: string[] = []
  const unlessAway = <Args extends unknown[]>(name: string, run: (...args: Args) => Promise<void>) => {
    return async (...args: Args) => {
      if (state.away) throw new Error('away')
      calls.push(name)
      await run(...args)
    }
  }
  const results: Results = {
    ...memory,
    ping: unlessAway('ping', memory.ping),
    renew: unlessAway('renew', memory.renew),
    losses: () => state.losses,
  }
  const lease = createLease({ results, subgraphs: () => ['cases', 'identity'], leaseMs: 600, beatMs: 20 })
  leases.push(lease)
  const versions = async () =>
    (await memory.read({ tags: [subgraphTag('cases'), subgraphTag('identity')], keys: [] })).versions
  return { lease, state, calls, versions }
}

const held = (lease: Lease) => waitUntil('the lease holds', () => lease.holds())

test('at its start it voids everything before it believes anything; then it only listens', async () => {
  const { lease, calls, versions } = aLease()
  expect(lease.holds()).toBe(false)
  await held(lease)
  expect(calls[0]).toBe('renew')
  const first = await versions()
  await waitUntil('some beats', () => calls.length > 4)
  expect(calls.slice(1).every((call) => call === 'ping')).toBe(true)
  expect(await versions()).toEqual(first)
})

test('after a failure the store is left alone until its next sign of life; a short absence costs nothing', async () => {
  const { lease, calls, versions } = aLease()
  await held(lease)
  const before = await versions()
  lease.doubt()
  expect(lease.holds()).toBe(false)
  await held(lease)
  expect(calls.filter((call) => call === 'renew')).toHaveLength(1)
  expect(await versions()).toEqual(before)
})

test('an absence longer than the lease, a lost connection, or a change that went past it: everything is void first', async () => {
  const { lease, state, versions } = aLease()
  await held(lease)
  const seen = [...(await versions())]
  const expectVoid = async () => {
    await held(lease)
    for (const version of await versions()) expect(seen).not.toContain(version)
    seen.push(...(await versions()))
  }
  state.away = true
  await waitUntil('the lease is gone', () => !lease.holds())
  const goneAt = performance.now()
  await waitUntil('it is gone for longer than it lasts', () => performance.now() - goneAt > 650)
  state.away = false
  await expectVoid()
  state.losses += 1
  expect(lease.holds()).toBe(false)
  await expectVoid()
  lease.lapse()
  expect(lease.holds()).toBe(false)
  await expectVoid()
})
