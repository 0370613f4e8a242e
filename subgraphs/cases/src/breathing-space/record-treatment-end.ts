import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { day, id } from '../parsing.ts'
import { requireTreatment } from './require-treatment.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'
import { lastDayAfterTreatment } from './rules.ts'

export const recordTreatmentEnd = defineCommand({
  name: 'cases.recordTreatmentEnd',
  input: z.object({ breathingSpaceId: id, treatmentEndedOn: day }),
  async run({ input: { breathingSpaceId, treatmentEndedOn }, tx, viewer, record, refuse, clock }) {
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['ACTIVE', 'EXPIRED'])
    requireTreatment(one, refuse)
    requireDay({ refuse, clock }, treatmentEndedOn, past, 'treatmentEndedOn')
    if (treatmentEndedOn < dayOfColumn(one.startedOn!))
      return refuse(
        'INVALID_INPUT',
        'Treatment that ended before the first day does not carry a Breathing Space. Check the day, or end it as given by mistake',
        'treatmentEndedOn',
      )
    const endsOn = lastDayAfterTreatment(treatmentEndedOn)
    await record(eventOf(one, 'treatment_ended', { treatmentEndedOn, endsOn }))
    return tx.breathingSpace.update({
      where: { id: one.id },
      data: { treatmentEndedOn: dateColumn(treatmentEndedOn), endsOn: dateColumn(endsOn) },
    })
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
