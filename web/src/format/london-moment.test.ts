import { expect, test } from 'vitest'
import { momentInLondon } from './london-moment.ts'

test.each([
  ['2026-11-24', '09:00', '2026-11-24T09:00:00.000Z'],
  ['2026-07-01', '09:00', '2026-07-01T08:00:00.000Z'],
  ['2026-07-01', '00:30', '2026-06-30T23:30:00.000Z'],
  ['2026-03-29', '09:00', '2026-03-29T08:00:00.000Z'],
  ['2026-10-25', '09:00', '2026-10-25T09:00:00.000Z'],
])('%s %s', (day, time, moment) => expect(momentInLondon(day, time)).toBe(moment))
