import { bankHolidays } from './calendars.ts'
import type { CaseSummary } from './case-summary.ts'
import type { Context } from './context.ts'
import type {
  CaseCompliance,
  CaseChecklist as ChecklistType,
  ComplianceStatus,
  Jurisdiction,
} from './generated/graphql.ts'
import type { CaseChecklist } from './generated/prisma/client.ts'
import { mayReadAnywhere } from './policies.ts'
import { completionPercentage } from './rules/completion.ts'
import { complianceStatus } from './rules/status.ts'
import type { BankHolidays } from './rules/working-days.ts'

/** What a case stands at in the moment between its being opened and its checklists being attached. */
const nothingYet: CaseCompliance = {
  completionPercentage: 0,
  status: 'PENDING',
  overdueItems: 0,
  openItems: 0,
  blockingItems: 0,
  nextDeadline: null,
  updatedAt: null,
}

/**
 * How a case stands over all its checklists; null for those who may not know. A case that is not known here is one that was opened a
 * moment ago (the router asks only about cases that the viewer may see), so nothing is done and nothing is late.
 */
export async function caseCompliance(caseId: string, ctx: Context): Promise<CaseCompliance | null> {
  if (!mayReadAnywhere(ctx.viewer)) return null
  const summary = await ctx.loaders.caseSummary.load(caseId)
  if (summary === null || summary.updatedAt === null) return nothingYet
  const now = ctx.services.clock.now()
  return {
    completionPercentage: completionPercentage(summary),
    status: statusOfCase(summary, now, await bankHolidays()),
    overdueItems: summary.lateItems,
    openItems: summary.openItems,
    blockingItems: summary.blockingItems,
    nextDeadline: summary.nextDue &&
      summary.nextDueAt && { ...summary.nextDue, dueAt: summary.nextDueAt, overdue: summary.nextDueAt < now },
    updatedAt: summary.updatedAt,
  }
}

export function statusOfCase(summary: CaseSummary, now: Date, holidays: BankHolidays): ComplianceStatus {
  const { lateItems, nextDueAt, jurisdiction } = summary
  return complianceStatus(summary, { lateItems, nextDueAt, now, holidays: holidays[jurisdiction] })
}

export async function statusOfChecklist(checklist: CaseChecklist, ctx: Context): Promise<ChecklistType['status']> {
  const times = await ctx.loaders.checklistTimes.load(checklist.id)
  const fact = await ctx.loaders.caseFact.load(checklist.caseId)
  const holidays = (await bankHolidays())[(fact?.jurisdiction ?? 'ENGLAND_WALES') as Jurisdiction]
  return complianceStatus(checklist, {
    lateItems: times?.lateItems ?? 0,
    nextDueAt: times?.nextDueAt ?? null,
    now: ctx.services.clock.now(),
    holidays,
  })
}
