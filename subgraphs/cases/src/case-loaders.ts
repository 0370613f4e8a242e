import { loadById, loadByKey, loadManyByKey, type LoaderContext } from '@cma/runtime'
import type { Db } from './context.ts'
import { Prisma } from './generated/prisma/client.ts'
import { centresRead } from './policies.ts'
import type { CaseRow, NextActionRow } from './rows.ts'

/** One statement each, however many cases ask. */
export function caseLoaders(ctx: LoaderContext<Db>) {
  const centreId = { in: centresRead(ctx.viewer) }
  return {
    caseById: loadById(ctx, (db, ids) => db.case.findMany({ where: { id: { in: ids }, centreId } })),
    casesByClient: casesByClient(ctx),
    stageHistoryByCase: loadManyByKey(
      ctx,
      (db, ids) =>
        db.stageTransition.findMany({
          where: { caseId: { in: ids }, centreId },
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
        }),
      (row) => row.caseId,
    ),
    openEmergenciesByCase: loadManyByKey(
      ctx,
      (db, ids) =>
        db.emergency.findMany({
          where: { caseId: { in: ids }, centreId, clearedAt: null },
          orderBy: [{ occursOn: { sort: 'asc', nulls: 'last' } }, { recordedAt: 'asc' }, { id: 'asc' }],
        }),
      (row) => row.caseId,
    ),
    restrictionByCase: loadByKey(
      ctx,
      (db, ids) => db.caseRestriction.findMany({ where: { caseId: { in: ids }, centreId, liftedAt: null } }),
      (row) => row.caseId,
    ),
    /** How long the viewer's own opening of a restricted case lasts yet. */
    openedUntilByCase: loadByKey(
      ctx,
      (db, ids) =>
        db.caseAccess.findMany({
          where: { caseId: { in: ids }, userId: ctx.viewer.id, until: { gt: ctx.services.clock.now() } },
          orderBy: { until: 'asc' },
        }),
      (row) => row.caseId,
    ),
    /** Row security gives the viewer's own, and all to those who see every restricted case. */
    openingsByCase: loadManyByKey(
      ctx,
      (db, ids) =>
        db.caseAccess.findMany({
          where: { caseId: { in: ids }, centreId },
          orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
          take: 1_000,
        }),
      (row) => row.caseId,
    ),
    nextActionByCase: loadByKey(ctx, nextActions, (row) => row.caseId),
  }
}

// A client may be the first of one case and the second of another, so a row may belong to two keys.
function casesByClient(ctx: LoaderContext<Db>) {
  const rows = loadManyByKey(
    ctx,
    async (db, ids) => {
      const cases = await db.case.findMany({
        where: {
          OR: [{ clientId: { in: ids } }, { jointClientId: { in: ids } }],
          centreId: { in: centresRead(ctx.viewer) },
        },
        orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      })
      return cases.flatMap((row) => [row.clientId, row.jointClientId].map((clientId) => ({ clientId, row })))
    },
    ({ clientId }) => clientId ?? '',
  )
  return { load: async (clientId: string): Promise<CaseRow[]> => (await rows.load(clientId)).map(({ row }) => row) }
}

// What is due first, by the case's own dates. An emergency without a date was due when it was recorded.
function nextActions(db: Db, ids: string[]): Promise<NextActionRow[]> {
  return db.$queryRaw<NextActionRow[]>(Prisma.sql`
    select distinct on ("caseId") * from (
      select case_id as "caseId", 'EMERGENCY' as kind, 1 as rank, coalesce(occurs_on, (recorded_at at time zone 'Europe/London')::date)::text as "dueOn", note as words, null::uuid as "noteId"
        from emergency where case_id = any (${ids}::uuid[]) and cleared_at is null
      union all select case_id, 'FOLLOW_UP', 2, follow_up_on::text, null, id
        from note where case_id = any (${ids}::uuid[]) and follow_up_on is not null and follow_up_done_at is null
      union all select case_id, 'TASK', 3, due_on::text, title, null
        from task where case_id = any (${ids}::uuid[]) and due_on is not null and done_at is null
      union all select case_id, 'APPOINTMENT', 4, (starts_at at time zone 'Europe/London')::date::text, kind::text, null
        from appointment where case_id = any (${ids}::uuid[]) and state = 'BOOKED'
    ) due order by "caseId", "dueOn", rank`)
}
