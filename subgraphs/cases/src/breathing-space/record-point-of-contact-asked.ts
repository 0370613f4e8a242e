import { dateColumn, dayOfColumn, newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { day, id } from '../parsing.ts'
import { requireTreatment } from './require-treatment.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

export const recordPointOfContactAsked = defineCommand({
  name: 'cases.recordPointOfContactAsked',
  input: z.object({ breathingSpaceId: id, askedOn: day }),
  async run({ input: { breathingSpaceId, askedOn }, tx, viewer, record, refuse, clock }) {
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['ACTIVE'])
    requireTreatment(one, refuse)
    requireDay({ refuse, clock }, askedOn, past, 'askedOn')
    if (askedOn < dayOfColumn(one.startedOn!))
      return refuse('INVALID_INPUT', 'This day lies before the Breathing Space began. Check the day', 'askedOn')
    await tx.pointOfContactCheck.create({
      data: {
        id: newId(),
        breathingSpaceId: one.id,
        caseId: one.caseId,
        centreId: one.centreId,
        askedOn: dateColumn(askedOn),
        recordedById: viewer.id,
      },
    })
    await record(eventOf(one, 'point_of_contact_asked', { askedOn }))
    return one
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
