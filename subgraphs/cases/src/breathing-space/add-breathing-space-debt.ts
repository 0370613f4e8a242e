import { dayOfColumn, newId } from '@cma/runtime'
import { z } from 'zod'
import { dayColumn } from '../columns.ts'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { day, id, line, orNone } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

const input = z.object({
  breathingSpaceId: id,
  debtId: orNone(id),
  creditor: line("The creditor's name", 120),
  startsOn: orNone(day),
})

export const addBreathingSpaceDebt = defineCommand({
  name: 'cases.addBreathingSpaceDebt',
  input,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const { one, status, today } = await reachBreathingSpace({ tx, viewer, refuse, clock }, given.breathingSpaceId, [
      'DRAFT',
      'ACTIVE',
    ])
    // In a draft a debt starts when the whole does.
    const startsOn = status === 'DRAFT' ? null : (given.startsOn ?? today)
    requireDay({ refuse, clock }, startsOn, past, 'startsOn')
    if (startsOn !== null && startsOn < dayOfColumn(one.startedOn!))
      return refuse(
        'INVALID_INPUT',
        "A debt can't come in before the first day of the Breathing Space. Give that day or a later one",
        'startsOn',
      )
    const debtId = given.debtId ?? newId()
    if (await tx.breathingSpaceDebt.findFirst({ where: { breathingSpaceId: one.id, debtId, removedOn: null } }))
      return refuse('ALREADY_DONE', 'This debt is in the Breathing Space already. Look at its debts', 'debtId')
    await tx.breathingSpaceDebt.create({
      data: {
        id: newId(),
        breathingSpaceId: one.id,
        caseId: one.caseId,
        centreId: one.centreId,
        debtId,
        creditor: given.creditor,
        startsOn: dayColumn(startsOn),
        addedAt: clock.now(),
        addedById: viewer.id,
      },
    })
    await record(eventOf(one, 'debt_added', { debtId, startsOn }))
    return one
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
