import { dateColumn, newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from './context.ts'
import { past, requireDay } from './day-rules.ts'
import { OutcomeKind } from './generated/prisma/enums.ts'
import { day, id, orNone } from './parsing.ts'
import { about, reachCase } from './reach-case.ts'

const input = z.object({
  caseId: id,
  kind: z.enum(OutcomeKind),
  achievedOn: day,
  amountPence: orNone(z.int().min(0, "An amount can't be below nothing. Leave out the sign")),
})

export const recordOutcome = defineCommand({
  name: 'cases.recordOutcome',
  input,
  async run({ input: { caseId, kind, achievedOn, amountPence }, tx, viewer, record, refuse, clock }) {
    const { centreId } = await reachCase({ tx, viewer, refuse }, caseId, 'RECORD_OUTCOME')
    requireDay({ refuse, clock }, achievedOn, past, 'achievedOn')
    const outcome = await tx.outcome.create({
      data: {
        id: newId(),
        caseId,
        centreId,
        kind,
        achievedOn: dateColumn(achievedOn),
        amountPence,
        recordedAt: clock.now(),
        recordedById: viewer.id,
      },
    })
    await record({
      action: 'cases.outcome.recorded',
      centreId,
      entities: about(caseId, { type: 'Outcome', id: outcome.id }),
      facts: { caseId, outcomeId: outcome.id, kind, achievedOn },
    })
    return outcome
  },
  find: (id, { tx }) => tx.outcome.findUnique({ where: { id } }),
})
