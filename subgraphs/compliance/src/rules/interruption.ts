import { Temporal } from 'temporal-polyfill'
import type { AlertSeverity, Force } from '../generated/graphql.ts'

/** When a person does not want to be interrupted: times of day in London, `22:00`, both or neither, and perhaps whole weekends. */
export type QuietHours = { quietFrom: string | null; quietTo: string | null; quietWeekends: boolean }

/** Whether a moment lies in quiet hours. They may run over midnight; the clock on the wall counts, also where it changes. */
export function isQuiet(at: Date, { quietFrom, quietTo, quietWeekends }: QuietHours): boolean {
  const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/London')
  if (quietWeekends && there.dayOfWeek >= 6) return true
  if (quietFrom === null || quietTo === null) return false
  const time = there.toPlainTime().toString({ smallestUnit: 'minute', roundingMode: 'trunc' })
  return quietFrom < quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo
}

/** What no preference touches: what the law asks for, and what is critical. */
export function alwaysInterrupts({ severity, force }: { severity: AlertSeverity; force: Force }): boolean {
  return force === 'LAW' || severity === 'CRITICAL'
}

/** Whether a person may mute alerts of a kind: neither the law's nor such as are HIGH or worse. One that grows worse is heard again. */
export function mayMute({ severity, force }: { severity: AlertSeverity; force: Force }): boolean {
  return force !== 'LAW' && severity !== 'HIGH' && severity !== 'CRITICAL'
}

/** Whether an alert that comes at a moment may interrupt a person, rather than wait in the list. */
export function interrupts(
  alert: { code: string; severity: AlertSeverity; force: Force },
  preferences: (QuietHours & { mutedCodes: string[] }) | null,
  now: Date,
): boolean {
  if (alwaysInterrupts(alert) || preferences === null) return true
  if (preferences.mutedCodes.includes(alert.code) && mayMute(alert)) return false
  return !isQuiet(now, preferences)
}
