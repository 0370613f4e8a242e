import { Prisma, type PrismaClient } from './generated/prisma/client.ts'
import { mainStages } from './rules/stages.ts'
import type { Totals } from './rules/completion.ts'
import type { CaseStage, Force, Jurisdiction } from './generated/graphql.ts'

/** How a case stands: the sums that its checklists carry, and what depends on the time. */
export type CaseSummary = Totals & {
  caseId: string
  adviserId: string | null
  jurisdiction: Jurisdiction
  stage: CaseStage
  lateItems: number
  blockingItems: number
  nextDueAt: Date | null
  nextDue: { code: string; text: string; force: Force } | null
  updatedAt: Date | null
}

/** One statement, however many cases. */
export function summariesOfCases(db: PrismaClient, caseIds: string[], now: Date): Promise<CaseSummary[]> {
  return summaries(db, Prisma.sql`f.case_id = any (${caseIds}::uuid[])`, now)
}

export function summariesOfCentre(db: PrismaClient, centreId: string, now: Date): Promise<CaseSummary[]> {
  return summaries(
    db,
    Prisma.sql`f.centre_id = ${centreId}::uuid and f.stage not in ('CLOSED', 'DECEASED', 'TRANSFERRED')`,
    now,
  )
}

function summaries(db: PrismaClient, which: Prisma.Sql, now: Date): Promise<CaseSummary[]> {
  // An item holds up the next stage when its own is not ahead of the case; null ranks, of stages beside the main way, hold up nothing.
  return db.$queryRaw<CaseSummary[]>`
    with facts as materialized (
      select f.*, array_position(${mainStages}::text[], f.stage) as rank from case_fact f where ${which}
    ), sums as (
      select case_id, sum(done_weight)::int "doneWeight", sum(applicable_weight)::int "applicableWeight", sum(open_items)::int "openItems",
        sum(failed_items)::int "failedItems", sum(awaiting_items)::int "awaitingItems", sum(begun_items)::int "begunItems",
        sum(items_in_play)::int "itemsInPlay", max(updated_at) "updatedAt"
      from case_checklist where case_id in (select case_id from facts) group by case_id
    ), open as (
      select i.case_id,
        (count(*) filter (where i.due_at < ${now}))::int "lateItems",
        (count(*) filter (where r.mandatory and f.stage <> 'CLOSED' and array_position(${mainStages}::text[], r.stage) <= f.rank))::int "blockingItems",
        min(i.due_at) "nextDueAt",
        (array_agg(jsonb_build_object('code', r.code, 'text', r.text, 'force', coalesce(r.due_force, r.force)) order by i.due_at)
          filter (where i.due_at is not null))[1] "nextDue"
      from case_checklist_item i join facts f using (case_id) join checklist_item r on r.id = i.item_id
      where i.applies and not i.done group by i.case_id
    )
    select f.case_id "caseId", f.adviser_id "adviserId", f.jurisdiction, f.stage,
      coalesce("doneWeight", 0) "doneWeight", coalesce("applicableWeight", 0) "applicableWeight", coalesce("openItems", 0) "openItems",
      coalesce("failedItems", 0) "failedItems", coalesce("awaitingItems", 0) "awaitingItems", coalesce("begunItems", 0) "begunItems",
      coalesce("itemsInPlay", 0) "itemsInPlay", "updatedAt", coalesce("lateItems", 0) "lateItems",
      coalesce("blockingItems", 0) "blockingItems", "nextDueAt", "nextDue"
    from facts f left join sums using (case_id) left join open using (case_id)`
}
