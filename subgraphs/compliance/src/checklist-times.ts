import type { PrismaClient } from './generated/prisma/client.ts'

/** What of a case's checklist depends on the time. */
export type ChecklistTimes = { caseChecklistId: string; lateItems: number; nextDueAt: Date | null }

/** One statement, however many checklists. Those with no open deadline have no row. */
export function timesOfChecklists(db: PrismaClient, ids: string[], now: Date): Promise<ChecklistTimes[]> {
  return db.$queryRaw<ChecklistTimes[]>`
    select case_checklist_id "caseChecklistId", (count(*) filter (where due_at < ${now}))::int "lateItems", min(due_at) "nextDueAt"
    from case_checklist_item
    where case_checklist_id = any (${ids}::uuid[]) and applies and not done and due_at is not null
    group by case_checklist_id`
}
