import type { AlertSeverity } from '../generated/graphql.ts'
import type { AlertLifecycle, Rung } from '../reference/alert-lifecycle.ts'
import type { Day } from './days.ts'
import { addWorkingHours, hoursOfWorkingDay, type WorkingHours } from './working-time.ts'

/** Who is told of an alert next, and when, if nobody takes it. */
export type NextRung = { at: Date; role: Rung['role'] }

/** From the bottom. Whoever stands above somebody does not need them to be told. */
const order: string[] = ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER']

type Standing = {
  severity: AlertSeverity
  /** Since when it has had this severity. */
  since: Date
  /** Who has it, or gets it anyway when it grows more severe. */
  roles: readonly string[]
}

/** The next rung for an alert that nobody has taken; nothing at the top, or where its severity has no ladder. */
export function nextRung(
  { severity, since, roles }: Standing,
  { ladder, workingHours }: Pick<AlertLifecycle, 'ladder' | 'workingHours'>,
  holidays: ReadonlySet<Day>,
): NextRung | undefined {
  const reached = Math.max(-1, ...roles.map((role) => order.indexOf(role)))
  const rung = ladder[severity].find(({ role }) => order.indexOf(role) > reached)
  return (
    rung && { role: rung.role, at: addWorkingHours(since, hoursOf(rung, workingHours), { at: workingHours, holidays }) }
  )
}

function hoursOf({ after }: Rung, workingHours: WorkingHours): number {
  return 'workingHours' in after ? after.workingHours : after.workingDays * hoursOfWorkingDay(workingHours)
}
