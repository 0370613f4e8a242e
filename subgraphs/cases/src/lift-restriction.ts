import { z } from 'zod'
import { defineCommand } from './context.ts'
import { id, reason } from './parsing.ts'
import { about, reachCase } from './reach-case.ts'

export const liftRestriction = defineCommand({
  name: 'cases.liftRestriction',
  input: z.object({ caseId: id, reason }),
  async run({ input: { caseId, reason: why }, tx, viewer, record, refuse, clock }) {
    const { centreId, restricted } = await reachCase({ tx, viewer, refuse }, caseId, 'RESTRICT')
    if (!restricted)
      return refuse(
        'ALREADY_DONE',
        "This case is not restricted: all who read the centre's cases see it already",
        'caseId',
      )
    await tx.caseRestriction.update({
      where: { caseId },
      data: { liftedAt: clock.now(), liftedById: viewer.id, liftedReason: why },
    })
    const open = await tx.case.update({ where: { id: caseId }, data: { restricted: false } })
    await record({
      action: 'cases.case.unrestricted',
      centreId,
      entities: about(caseId),
      facts: { caseId },
    })
    return open
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})
