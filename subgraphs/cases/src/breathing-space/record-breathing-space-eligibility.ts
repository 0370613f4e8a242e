import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { eligibilityColumns, eligibilityInput } from './eligibility-input.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

export const recordBreathingSpaceEligibility = defineCommand({
  name: 'cases.recordBreathingSpaceEligibility',
  input: z.object({ breathingSpaceId: id, eligibility: eligibilityInput }),
  async run({ input: { breathingSpaceId, eligibility }, tx, viewer, record, refuse, clock }) {
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['DRAFT'])
    const answers = eligibilityColumns(eligibility)
    if (Object.keys(answers).length === 0)
      return refuse('INVALID_INPUT', 'No answer was given. Answer one of the conditions and send again', 'eligibility')
    await record(eventOf(one, 'eligibility_recorded'))
    return tx.breathingSpace.update({ where: { id: one.id }, data: answers })
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
