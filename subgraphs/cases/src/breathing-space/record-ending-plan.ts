import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id, text } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

export const recordEndingPlan = defineCommand({
  name: 'cases.recordEndingPlan',
  input: z.object({ breathingSpaceId: id, plan: text('The plan', 4_000) }),
  async run({ input: { breathingSpaceId, plan }, tx, viewer, record, refuse, clock }) {
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['ACTIVE', 'EXPIRED'])
    await record(eventOf(one, 'plan_recorded'))
    return tx.breathingSpace.update({ where: { id: one.id }, data: { plan, planRecordedAt: clock.now() } })
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
