import { expect, it } from 'vitest'
import { createDeliveries } from './deliveries.ts'

it('waits until every client has an alert', async () => {
  const deliveries = createDeliveries(2)
  const nth = deliveries.raised()
  const complete = deliveries.complete(nth, 5_000)
  deliveries.got(0, nth)
  deliveries.got(1, nth)
  expect(await complete).toBe(true)
})

it('gives up when nothing arrives any more', async () => {
  const deliveries = createDeliveries(2)
  const nth = deliveries.raised()
  deliveries.got(0, nth)
  expect(await deliveries.complete(nth, 60)).toBe(false)
})

it('lets a client begin with any alert, and then wants each one in order', async () => {
  const late = createDeliveries(1)
  for (let alert = 0; alert < 4; alert++) late.raised()
  late.got(0, 2)
  late.got(0, 3)
  expect(await late.complete(3, 1)).toBe(true)

  const skipping = createDeliveries(1)
  for (let alert = 0; alert < 4; alert++) skipping.raised()
  skipping.got(0, 1)
  skipping.got(0, 3)
  await expect(skipping.complete(0, 5_000)).rejects.toThrow('client 0 got alert 3 instead of 2')

  const repeating = createDeliveries(1)
  repeating.raised()
  repeating.got(0, 0)
  repeating.got(0, 0)
  await expect(repeating.complete(0, 1)).rejects.toThrow('client 0 got alert 0 instead of 1')
})

it('gathers latencies from now on', () => {
  const deliveries = createDeliveries(1)
  const before = deliveries.gatherLatencies()
  deliveries.got(0, deliveries.raised())
  const after = deliveries.gatherLatencies()
  deliveries.got(0, deliveries.raised())
  deliveries.got(0, deliveries.raised())
  expect(before).toHaveLength(1)
  expect(after).toHaveLength(2)
})
