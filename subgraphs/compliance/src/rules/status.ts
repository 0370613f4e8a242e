import type { ComplianceStatus } from '../generated/graphql.ts'
import { londonDate } from '@cma/runtime/london-date'
import type { Totals } from './completion.ts'
import { endOfDay } from './days.ts'
import { addWorkingDays } from './working-days.ts'

/** How long before a deadline a case counts as at risk, in working days. */
const riskWorkingDays = 2

/**
 * Where a checklist, or a case, stands. What is worst is said first: a failed item, then one that is late, then one that soon
 * will be; then who is waited for; then how far it has come.
 * @param lateItems items not done whose time is over
 * @param nextDueAt the earliest deadline of an item not done, late ones included
 */
export function complianceStatus(
  totals: Totals,
  {
    lateItems,
    nextDueAt,
    now,
    holidays,
  }: { lateItems: number; nextDueAt: Date | null; now: Date; holidays: ReadonlySet<string> },
): ComplianceStatus {
  if (totals.itemsInPlay === 0) return 'EXEMPT'
  if (totals.failedItems > 0) return 'NON_COMPLIANT'
  if (lateItems > 0) return 'OVERDUE'
  if (nextDueAt !== null && nextDueAt <= riskLimit(now, holidays)) return 'AT_RISK'
  if (totals.awaitingItems > 0) return 'REQUIRES_REVIEW'
  if (totals.openItems === 0) return 'COMPLIANT'
  return totals.begunItems > 0 ? 'IN_PROGRESS' : 'PENDING'
}

/** The end of the second working day from now: what is due until then is at risk. */
export function riskLimit(now: Date, holidays: ReadonlySet<string>): Date {
  return endOfDay(addWorkingDays(londonDate(now), riskWorkingDays, holidays))
}
