import { expect, test } from 'vitest'
import type { AlertSeverity, Force } from '../generated/graphql.ts'
import { interrupts, isQuiet, mayMute } from './interruption.ts'

const overnight = { quietFrom: '22:00', quietTo: '07:00', quietWeekends: false }
const midday = { quietFrom: '12:30', quietTo: '13:30', quietWeekends: false }
const weekends = { quietFrom: null, quietTo: null, quietWeekends: true }
const none = { ...weekends, quietWeekends: false }

test.each([
  ['before midnight', overnight, '2026-11-24T23:30:00Z', true],
  ['after midnight', overnight, '2026-11-25T03:00:00Z', true],
  ['from its first minute', overnight, '2026-11-24T22:00:00Z', true],
  ['not the minute before', overnight, '2026-11-24T21:59:59Z', false],
  ['its last minute', overnight, '2026-11-25T06:59:59Z', true],
  ['not from its end on', overnight, '2026-11-25T07:00:00Z', false],
  ['by the clock in London: 21:30 UTC is 22:30 in July', overnight, '2026-07-01T21:30:00Z', true],
  ['by the clock in London: 06:30 UTC is 07:30 in July', overnight, '2026-07-01T06:30:00Z', false],
  ['before the clocks go forward', overnight, '2026-03-28T22:30:00Z', true],
  ['after they went forward, an hour earlier by UTC', overnight, '2026-03-29T06:00:00Z', false],
  ['the hour that comes twice', overnight, '2026-10-25T00:30:00Z', true],
  ['the hour that comes twice, again', overnight, '2026-10-25T01:30:00Z', true],
  ['after they went back', overnight, '2026-10-25T07:00:00Z', false],
  ['within a day', midday, '2026-11-24T13:00:00Z', true],
  ['outside a day', midday, '2026-11-24T13:30:00Z', false],
  ['Saturday', weekends, '2026-11-28T00:00:00Z', true],
  ['Sunday night', weekends, '2026-11-29T23:59:59Z', true],
  ['Monday', weekends, '2026-11-30T00:00:00Z', false],
  ['Friday late in UTC is Saturday in London in July', weekends, '2026-07-03T23:30:00Z', true],
  ['never, with none', none, '2026-11-28T03:00:00Z', false],
] as const)('quiet: %s', (_, quiet, at, expected) => {
  expect(isQuiet(new Date(at), quiet)).toBe(expected)
})

const night = new Date('2026-11-25T03:00:00Z')
const noon = new Date('2026-11-25T12:00:00Z')
const alert = (severity: AlertSeverity, force: Force = 'POLICY') => ({ code: 'NOTE_LATE', severity, force })
const muting = { ...none, mutedCodes: ['NOTE_LATE'] }
const sleeping = { ...overnight, mutedCodes: [] }

test.each([
  ['nothing saved', alert('LOW'), null, night, true],
  ['by day', alert('LOW'), sleeping, noon, true],
  ['in quiet hours', alert('LOW'), sleeping, night, false],
  ['HIGH, in quiet hours', alert('HIGH'), sleeping, night, false],
  ['critical, in quiet hours', alert('CRITICAL'), sleeping, night, true],
  ["the law's, in quiet hours", alert('LOW', 'LAW'), sleeping, night, true],
  ['muted', alert('MEDIUM'), muting, noon, false],
  ['muted, by a rule', alert('MEDIUM', 'RULE'), muting, noon, false],
  ['muted, and grown to HIGH since', alert('HIGH'), muting, noon, true],
  ['muted, and become law since', alert('MEDIUM', 'LAW'), muting, noon, true],
  ['of a kind that is not muted', { ...alert('LOW'), code: 'CASE_DORMANT' }, muting, noon, true],
] as const)('interrupts: %s', (_, told, preferences, at, expected) => {
  expect(interrupts(told, preferences && { ...preferences, mutedCodes: [...preferences.mutedCodes] }, at)).toBe(
    expected,
  )
})

test('what may be muted is neither law nor severe', () => {
  const severities: AlertSeverity[] = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']
  const forces: Force[] = ['LAW', 'RULE', 'POLICY']
  const allowed = forces.flatMap((force) =>
    severities.filter((severity) => mayMute({ severity, force })).map((s) => `${force} ${s}`),
  )
  expect(allowed).toEqual(['RULE LOW', 'RULE MEDIUM', 'POLICY LOW', 'POLICY MEDIUM'])
})
