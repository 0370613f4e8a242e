import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { EndReason } from '../generated/prisma/enums.ts'
import { day, id } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

const ofCrisisOnly: EndReason[] = ['STOPPED_TREATMENT', 'UNABLE_TO_REACH_POINT_OF_CONTACT']

export const endBreathingSpace = defineCommand({
  name: 'cases.endBreathingSpace',
  input: z.object({ breathingSpaceId: id, endedOn: day, reason: z.enum(EndReason) }),
  async run({ input: { breathingSpaceId, endedOn, reason }, tx, viewer, record, refuse, clock }) {
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['DRAFT', 'ACTIVE'])
    if (one.kind === 'STANDARD' && ofCrisisOnly.includes(reason))
      return refuse('INVALID_INPUT', 'This reason belongs to a crisis Breathing Space. Choose another', 'reason')
    requireDay({ refuse, clock }, endedOn, past, 'endedOn')
    if (one.startedOn && endedOn < dayOfColumn(one.startedOn))
      return refuse('INVALID_INPUT', "It can't end before its first day. Check the day", 'endedOn')
    await record(eventOf(one, 'ended', { endedOn, reason }))
    return tx.breathingSpace.update({
      where: { id: one.id },
      data: { endedOn: dateColumn(endedOn), endReason: reason },
    })
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
