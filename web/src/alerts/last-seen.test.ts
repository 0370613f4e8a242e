import { expect, test } from 'vitest'
import { toldSince } from './last-seen.ts'

const now = Date.parse('2026-11-24T09:30:00Z')
const hoursAgo = (hours: number) => now - hours * 3_600_000
const told = (seen: Parameters<typeof toldSince>[0]['seen'], summaryAt: string | null = null) =>
  toldSince({ seen, now, today: '2026-11-24', time: '09:30', summaryAt })?.toISOString()

test.each([
  ['a first visit', undefined, null, undefined],
  ['a short absence', { at: hoursAgo(4) }, null, undefined],
  ['a night', { at: hoursAgo(15) }, null, '2026-11-23T18:30:00.000Z'],
  ['the summary, before its time', { at: hoursAgo(1) }, '09:31', undefined],
  ['the summary, from its time on', { at: hoursAgo(1) }, '09:30', '2026-11-23T09:30:00.000Z'],
  ['the summary, shown today', { at: hoursAgo(1), summaryOn: '2026-11-24' }, '09:00', undefined],
  ['the summary, shown yesterday', { at: hoursAgo(1), summaryOn: '2026-11-23' }, '09:00', '2026-11-23T09:30:00.000Z'],
  ['a night counts more than the summary', { at: hoursAgo(15) }, '09:00', '2026-11-23T18:30:00.000Z'],
])('%s', (_, seen, summaryAt, expected) => expect(told(seen, summaryAt)).toBe(expected))
