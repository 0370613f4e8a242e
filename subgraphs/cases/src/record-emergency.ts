import { newId } from '@cma/runtime'
import { dayColumn } from './columns.ts'
import { defineCommand } from './context.ts'
import { near, requireDay } from './day-rules.ts'
import { emergencyInput } from './emergency-input.ts'
import { id } from './parsing.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'

export const recordEmergency = defineCommand({
  name: 'cases.recordEmergency',
  input: emergencyInput.extend({ caseId: id }),
  async run({ input: { caseId, kind, occursOn, note }, tx, viewer, record, refuse, clock }) {
    const { centreId } = await reachCase({ tx, viewer, refuse }, caseId, 'RECORD_EMERGENCY')
    requireDay({ refuse, clock }, occursOn, near, 'occursOn')
    const emergencyId = newId()
    await tx.emergency.create({
      data: {
        id: emergencyId,
        caseId,
        centreId,
        kind,
        note,
        occursOn: dayColumn(occursOn),
        recordedAt: clock.now(),
        recordedById: viewer.id,
      },
    })
    await refreshCase(tx, caseId)
    await record({
      action: 'cases.emergency.recorded',
      centreId,
      entities: about(caseId),
      facts: { caseId, emergencyId, kind, occursOn },
    })
    return tx.case.findUniqueOrThrow({ where: { id: caseId } })
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})
