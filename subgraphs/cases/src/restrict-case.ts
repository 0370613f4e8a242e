import { z } from 'zod'
import { centreOfCase, requireStanding, standingAsColleague } from './ask-directory.ts'
import { defineCommand } from './context.ts'
import { id, reason } from './parsing.ts'
import { about, reachCase } from './reach-case.ts'

/** Also for a case that is restricted already: then it says anew who may see it. */
export const restrictCase = defineCommand({
  name: 'cases.restrictCase',
  input: z.object({
    caseId: id,
    reason,
    allowedUserIds: z
      .array(id)
      .max(20, "A restricted case can't be open to more than 20 people. Name fewer")
      .transform((ids) => [...new Set(ids)]),
  }),
  async beforehand({ input: { caseId, allowedUserIds }, ctx }) {
    const centreId = await centreOfCase(ctx, caseId)
    return Promise.all(allowedUserIds.map((userId) => standingAsColleague(ctx, userId, centreId)))
  },
  async run({ input: { caseId, reason: why, allowedUserIds }, tx, viewer, record, refuse, clock, prepared }) {
    const { centreId } = await reachCase({ tx, viewer, refuse }, caseId, 'RESTRICT')
    prepared.forEach((standing, index) => requireStanding(refuse, standing, `allowedUserIds.${index}`))
    const restriction = {
      centreId,
      reason: why,
      allowedUserIds,
      restrictedAt: clock.now(),
      restrictedById: viewer.id,
      liftedAt: null,
      liftedById: null,
      liftedReason: null,
    }
    await tx.caseRestriction.upsert({ where: { caseId }, create: { caseId, ...restriction }, update: restriction })
    const restricted = await tx.case.update({ where: { id: caseId }, data: { restricted: true } })
    await record({
      action: 'cases.case.restricted',
      centreId,
      entities: about(caseId, ...allowedUserIds.map((userId) => ({ type: 'User', id: userId }))),
      facts: { caseId, allowedUserIds },
    })
    return restricted
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})
