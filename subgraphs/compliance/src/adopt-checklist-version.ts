import { newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from './context.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import { newerVersionOf } from './newer-version.ts'
import { id } from './parsing.ts'
import { may } from './policies.ts'
import { lockChecklist } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

export const adoptChecklistVersion = defineCommand({
  name: 'compliance.adoptChecklistVersion',
  input: z.object({ caseChecklistId: id }),
  async run({ input: { caseChecklistId }, tx, viewer, ctx, record, refuse, clock }) {
    const seen = await tx.caseChecklist.findUnique({ where: { id: caseChecklistId } })
    if (seen === null || !may(viewer, 'READ', seen.centreId)) {
      return refuse('NOT_FOUND', "This checklist can't be found. Open it from the case's page", 'caseChecklistId')
    }
    if (!may(viewer, 'ADOPT_VERSION', seen.centreId)) {
      return refuse(
        'NOT_ALLOWED',
        "You can't move a checklist to another version: it is for supervisors, managers and compliance officers. Ask one of them",
      )
    }
    await lockChecklist(tx, caseChecklistId)
    const held = await tx.caseChecklist.findUniqueOrThrow({
      where: { id: caseChecklistId },
      include: { checklist: { include: { framework: true } } },
    })
    const now = clock.now()
    const newer = newerVersionOf(held.checklist.framework, await ctx.loaders.frameworks.load('all'), now)
    const target =
      newer &&
      (await tx.checklist.findUnique({
        where: { frameworkId_code: { frameworkId: newer.id, code: held.checklist.code } },
      }))
    if (newer === undefined || target === null || target === undefined) {
      return refuse(
        'ALREADY_DONE',
        'The checklist is in the version in force already. Nothing is left to do',
        'caseChecklistId',
      )
    }
    await tx.caseChecklist.update({ where: { id: caseChecklistId }, data: { checklistId: target.id } })
    await moveItems(tx, held, target.id)
    const checklist = await settleChecklist(tx, caseChecklistId, now)
    await record({
      action: 'compliance.checklist.adopted',
      centreId: held.centreId,
      entities: [
        { type: 'Case', id: held.caseId },
        { type: 'CaseChecklist', id: caseChecklistId },
      ],
      facts: {
        caseId: held.caseId,
        caseChecklistId,
        framework: newer.code,
        from: held.checklist.framework.version,
        to: newer.version,
      },
    })
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})

/** Items keep what is known of them by their code; new ones are added, and those that the version no longer has are kept aside with their evidence. */
async function moveItems(
  tx: PrismaClient,
  held: { id: string; caseId: string; centreId: string },
  checklistId: string,
): Promise<void> {
  const present = await tx.caseChecklistItem.findMany({ where: { caseChecklistId: held.id }, include: { item: true } })
  const wanted = await tx.checklistItem.findMany({ where: { checklistId } })
  const byCode = new Map(wanted.map((item) => [item.code, item]))
  for (const row of present) {
    const item = byCode.get(row.item.code)
    byCode.delete(row.item.code)
    const data = item ? { itemId: item.id, retired: false, applies: true } : { retired: true, applies: false }
    await tx.caseChecklistItem.update({ where: { id: row.id }, data })
  }
  for (const item of byCode.values()) {
    await tx.caseChecklistItem.create({
      data: {
        id: newId(),
        caseChecklistId: held.id,
        caseId: held.caseId,
        centreId: held.centreId,
        itemId: item.id,
        applies: true,
        signOff: item.signOff,
      },
    })
  }
}
