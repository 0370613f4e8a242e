import { z } from 'zod'
import { defineCommand } from './context.ts'
import { id } from './parsing.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'

export const clearEmergency = defineCommand({
  name: 'cases.clearEmergency',
  input: z.object({ caseId: id, emergencyId: id }),
  async run({ input: { caseId, emergencyId }, tx, viewer, record, refuse, clock }) {
    const { centreId } = await reachCase({ tx, viewer, refuse }, caseId, 'RECORD_EMERGENCY')
    const emergency = await tx.emergency.findFirst({ where: { id: emergencyId, caseId } })
    if (!emergency)
      return refuse('NOT_FOUND', "This emergency can't be found on the case. Look at the case again", 'emergencyId')
    if (emergency.clearedAt) return refuse('ALREADY_DONE', 'This emergency has been dealt with already', 'emergencyId')
    await tx.emergency.update({ where: { id: emergencyId }, data: { clearedAt: clock.now(), clearedById: viewer.id } })
    await refreshCase(tx, caseId)
    await record({
      action: 'cases.emergency.cleared',
      centreId,
      entities: about(caseId),
      facts: { caseId, emergencyId, kind: emergency.kind },
    })
    return tx.case.findUniqueOrThrow({ where: { id: caseId } })
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})
