import { loadById, loadByKey, loadManyByKey, type LoaderContext } from '@cma/runtime'
import DataLoader from 'dataloader'
import { summariesOfCases, type CaseSummary } from './case-summary.ts'
import { timesOfChecklists } from './checklist-times.ts'
import type { DashboardRow } from './dashboard/dashboard.ts'
import { slippingItems } from './dashboard/slipping-items.ts'
import { openAlertDays } from './dashboard/waiting-alerts.ts'
import { registerLoaders } from './registers/register-loaders.ts'
import type { CaseChecklistItem, ChecklistItem, PrismaClient } from './generated/prisma/client.ts'

/** An item of a case with what the framework says of it. */
export type ItemRow = CaseChecklistItem & { item: ChecklistItem }

export type Loaders = ReturnType<typeof createLoaders>

/** One set a request. Each loader answers all that a request asks in one tick with one statement. */
export function createLoaders(ctx: LoaderContext<PrismaClient>) {
  const db = ctx
  const now = ctx.services.clock.now()
  return {
    ...registerLoaders(ctx),
    framework: loadById(db, (prisma: PrismaClient, ids) => prisma.framework.findMany({ where: { id: { in: ids } } })),
    checklist: loadById(db, (prisma: PrismaClient, ids) => prisma.checklist.findMany({ where: { id: { in: ids } } })),
    item: loadById(db, (prisma: PrismaClient, ids) => prisma.checklistItem.findMany({ where: { id: { in: ids } } })),
    checklistsOfFramework: loadManyByKey(
      db,
      (prisma: PrismaClient, ids) =>
        prisma.checklist.findMany({ where: { frameworkId: { in: ids } }, orderBy: { position: 'asc' } }),
      (row) => row.frameworkId,
    ),
    itemsOfChecklist: loadManyByKey(
      db,
      (prisma: PrismaClient, ids) =>
        prisma.checklistItem.findMany({ where: { checklistId: { in: ids } }, orderBy: { position: 'asc' } }),
      (row) => row.checklistId,
    ),
    /** All versions of all frameworks: a handful. */
    frameworks: new DataLoader((keys: readonly 'all'[]) =>
      ctx.read(async (prisma) => {
        const rows = await prisma.framework.findMany({ orderBy: [{ code: 'asc' }, { effectiveFrom: 'asc' }] })
        return keys.map(() => rows)
      }),
    ),

    caseFact: loadByKey(
      db,
      (prisma: PrismaClient, ids) => prisma.caseFact.findMany({ where: { caseId: { in: ids } } }),
      (row) => row.caseId,
    ),
    caseSummary: loadByKey(
      db,
      (prisma: PrismaClient, ids) => summariesOfCases(prisma, ids, now),
      (row: CaseSummary) => row.caseId,
    ),
    caseChecklist: loadById(db, (prisma: PrismaClient, ids) =>
      prisma.caseChecklist.findMany({ where: { id: { in: ids } } }),
    ),
    checklistsOfCase: loadManyByKey(
      db,
      (prisma: PrismaClient, ids) =>
        prisma.caseChecklist.findMany({
          where: { caseId: { in: ids } },
          orderBy: [{ checklist: { mandatory: 'desc' } }, { checklist: { code: 'desc' } }, { id: 'asc' }],
        }),
      (row) => row.caseId,
    ),
    checklistTimes: loadByKey(
      db,
      (prisma: PrismaClient, ids) => timesOfChecklists(prisma, ids, now),
      (row) => row.caseChecklistId,
    ),

    caseItem: loadById<PrismaClient, ItemRow>(db, (prisma, ids) =>
      prisma.caseChecklistItem.findMany({ where: { id: { in: ids } }, include: { item: true } }),
    ),
    itemsOfCaseChecklist: loadManyByKey<PrismaClient, ItemRow>(
      db,
      (prisma, ids) =>
        prisma.caseChecklistItem.findMany({
          where: { caseChecklistId: { in: ids }, applies: true },
          include: { item: true },
          orderBy: { item: { position: 'asc' } },
        }),
      (row) => row.caseChecklistId,
    ),
    itemsOfCase: loadManyByKey<PrismaClient, ItemRow>(
      db,
      (prisma, ids) =>
        prisma.caseChecklistItem.findMany({
          where: { caseId: { in: ids }, applies: true },
          include: { item: true },
          orderBy: [{ item: { code: 'asc' } }],
        }),
      (row) => row.caseId,
    ),
    /** Withdrawn ones included, the newest first. */
    evidenceOfItem: loadManyByKey(
      db,
      (prisma: PrismaClient, ids) =>
        prisma.evidence.findMany({
          where: { caseChecklistItemId: { in: ids } },
          orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
        }),
      (row) => row.caseChecklistItemId,
    ),
    evidence: loadById(db, (prisma: PrismaClient, ids) => prisma.evidence.findMany({ where: { id: { in: ids } } })),

    alert: loadById(db, (prisma: PrismaClient, ids) => prisma.alert.findMany({ where: { id: { in: ids } } })),
    alertsOfCase: loadManyByKey(
      db,
      (prisma: PrismaClient, ids) =>
        prisma.alert.findMany({ where: { caseId: { in: ids } }, orderBy: { sequence: 'desc' } }),
      (row) => row.caseId!,
    ),
    openAlertDays: eachOnce((row: DashboardRow) => openAlertDays(row, ctx)),
    slippingItems: eachOnce((row: DashboardRow) => slippingItems(row, ctx)),
    alertPreference: loadByKey(
      db,
      (prisma: PrismaClient, ids) => prisma.alertPreference.findMany({ where: { userId: { in: ids } } }),
      (row) => row.userId,
    ),
    stepsOfAlert: loadManyByKey(
      db,
      (prisma: PrismaClient, ids) =>
        prisma.alertStep.findMany({ where: { alertId: { in: ids } }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
      (row) => row.alertId,
    ),
  }
}

/** Answers the same question of one request once, whoever asks it. */
function eachOnce<Key, Value>(answer: (key: Key) => Promise<Value>): DataLoader<Key, Value> {
  return new DataLoader((keys) => Promise.all(keys.map(answer)))
}
