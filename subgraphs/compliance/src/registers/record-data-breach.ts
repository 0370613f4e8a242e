import { newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { orNone } from '../parsing.ts'
import { breachEvent } from './register-event.ts'
import { place, requireCase, wholeText } from './register-input.ts'
import { mayRegister } from './register-policies.ts'
import { sealerOf } from './sealed-text.ts'

const yearMs = 366 * 86_400_000

export const recordDataBreach = defineCommand({
  name: 'compliance.recordDataBreach',
  input: place.extend({
    kind: z.string(),
    description: wholeText('What happened'),
    peopleAffected: z
      .int('Say how many people, in whole numbers')
      .min(0, "There can't be fewer than no people. Give 0 while nobody knows")
      .max(10_000_000, 'That is more people than there can be. Check the number'),
    discoveredAt: orNone(z.union([z.date(), z.iso.datetime({ offset: true }).transform((given) => new Date(given))])),
  }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const { centreId, caseId, kind, peopleAffected } = input
    if (!mayRegister(viewer, 'RECORD', centreId))
      return refuse(
        'NOT_FOUND',
        "You can't record a breach at this centre: you don't work there. Choose another",
        'centreId',
      )
    await requireCase({ tx, refuse }, { centreId, caseId })
    const now = clock.now()
    const discoveredAt = input.discoveredAt ?? now
    if (discoveredAt > now)
      return refuse(
        'INVALID_INPUT',
        'This moment lies in the future. Say when somebody became aware of it',
        'discoveredAt',
      )
    if (discoveredAt.getTime() < now.getTime() - yearMs)
      return refuse('INVALID_INPUT', 'This moment lies more than a year back. Check the date', 'discoveredAt')
    const breachId = newId()
    const row = await tx.dataBreach.create({
      data: {
        id: breachId,
        centreId,
        caseId,
        kind,
        description: sealerOf(ctx, 'data_breach', breachId)('description', input.description),
        peopleAffected,
        discoveredAt,
        recordedBy: viewer.id,
        recordedAt: now,
        state: 'DISCOVERED',
      },
    })
    await record(breachEvent('discovered', row, { kind, discoveredAt: discoveredAt.toISOString() }))
    return row
  },
  find: (id, { ctx }) => ctx.loaders.dataBreach.load(id),
})
