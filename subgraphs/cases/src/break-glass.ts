import { newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from './context.ts'
import { hiddenCase } from './find-restricted-case.ts'
import { id, reason } from './parsing.ts'
import { mayBreakGlass, mayReadCases } from './policies.ts'
import { about } from './reach-case.ts'
import { glassHours } from './restriction.ts'

export const breakGlass = defineCommand({
  name: 'cases.breakGlass',
  input: z.object({ caseId: id, reason }),
  async run({ input: { caseId, reason: why }, tx, viewer, record, refuse }) {
    const hidden = await hiddenCase(tx, caseId)
    if (!hidden || !mayBreakGlass(viewer, hidden.centreId)) {
      const seen = await tx.case.findUnique({ where: { id: caseId } })
      if (seen && mayReadCases(viewer, seen.centreId))
        return refuse('ALREADY_DONE', 'This case is open to you already. Look at it', 'caseId')
      return refuse(
        'NOT_FOUND',
        "This case can't be found. It may belong to another centre: ask your manager",
        'caseId',
      )
    }
    const { centreId } = hidden
    // By the database's clock, which is the one that ends it.
    const [{ now: openedAt }] = await tx.$queryRaw<[{ now: Date }]>`select date_trunc('milliseconds', now()) as now`
    const until = new Date(openedAt.getTime() + glassHours * 3_600_000)
    await tx.caseAccess.create({
      data: { id: newId(), caseId, centreId, userId: viewer.id, reason: why, openedAt, until },
    })
    await record({
      action: 'cases.restricted_case.break_glass',
      centreId,
      entities: about(caseId),
      facts: { caseId, userId: viewer.id, until: until.toISOString() },
    })
    return tx.case.findUniqueOrThrow({ where: { id: caseId } })
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})
