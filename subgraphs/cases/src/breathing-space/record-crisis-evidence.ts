import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

export const recordCrisisEvidence = defineCommand({
  name: 'cases.recordCrisisEvidence',
  input: z.object({ breathingSpaceId: id }),
  async run({ input: { breathingSpaceId }, tx, viewer, record, refuse, clock }) {
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['DRAFT'])
    if (one.kind !== 'MENTAL_HEALTH_CRISIS')
      return refuse(
        'NOT_IN_THIS_STATE',
        'A standard Breathing Space needs no evidence of crisis treatment. Nothing was recorded',
        'breathingSpaceId',
      )
    if (one.crisisEvidenceHeld)
      return refuse('ALREADY_DONE', 'The evidence is recorded as held already. Go on to the start', 'breathingSpaceId')
    await record(eventOf(one, 'crisis_evidence_recorded'))
    return tx.breathingSpace.update({ where: { id: one.id }, data: { crisisEvidenceHeld: true } })
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
