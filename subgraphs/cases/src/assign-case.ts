import { z } from 'zod'
import { centreOfCase, requireStanding, standingAsOwner } from './ask-directory.ts'
import { defineCommand } from './context.ts'
import { id, orNone } from './parsing.ts'
import { about, reachCase } from './reach-case.ts'
import { requireAllowed } from './restriction.ts'

export const assignCase = defineCommand({
  name: 'cases.assignCase',
  input: z.object({ caseId: id, adviserId: orNone(id) }),
  beforehand: async ({ input: { caseId, adviserId }, ctx }) =>
    standingAsOwner(ctx, adviserId, await centreOfCase(ctx, caseId)),
  async run({ input: { caseId, adviserId }, tx, viewer, record, refuse, prepared }) {
    const theCase = await reachCase({ tx, viewer, refuse }, caseId, 'ASSIGN')
    requireStanding(refuse, prepared, 'adviserId')
    if (theCase.adviserId === adviserId) {
      return refuse(
        'ALREADY_DONE',
        adviserId === null ? 'Nobody owns this case already' : 'This person owns the case already. Look at it again',
        'adviserId',
      )
    }
    if (adviserId !== null) await requireAllowed({ tx, refuse }, theCase, adviserId)
    await record({
      action: 'cases.case.assigned',
      centreId: theCase.centreId,
      entities: about(caseId),
      facts: { caseId, adviserId },
    })
    return tx.case.update({ where: { id: caseId }, data: { adviserId } })
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})
