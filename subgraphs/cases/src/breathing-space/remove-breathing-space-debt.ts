import { dateColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

export const removeBreathingSpaceDebt = defineCommand({
  name: 'cases.removeBreathingSpaceDebt',
  input: z.object({ breathingSpaceId: id, breathingSpaceDebtId: id }),
  async run({ input: { breathingSpaceId, breathingSpaceDebtId }, tx, viewer, record, refuse, clock }) {
    const { one, today } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, [
      'DRAFT',
      'ACTIVE',
    ])
    const debt = await tx.breathingSpaceDebt.findFirst({ where: { id: breathingSpaceDebtId, breathingSpaceId } })
    if (!debt)
      return refuse(
        'NOT_FOUND',
        "This debt can't be found in the Breathing Space. Look at it again",
        'breathingSpaceDebtId',
      )
    if (debt.removedOn)
      return refuse('ALREADY_DONE', 'This debt has been taken out already. Look at it again', 'breathingSpaceDebtId')
    await tx.breathingSpaceDebt.update({ where: { id: debt.id }, data: { removedOn: dateColumn(today) } })
    await record(
      eventOf(one, 'debt_removed', {
        debtId: debt.debtId,
        startsOn: debt.startsOn?.toISOString().slice(0, 10) ?? null,
      }),
    )
    return one
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
