import { dateColumn, londonDate } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachBreach } from './reach-breach.ts'
import { breachEvent } from './register-event.ts'
import { day, dayGiven } from './register-input.ts'

export const reportDataBreach = defineCommand({
  name: 'compliance.reportDataBreach',
  input: z.object({ breachId: id, subjectsToldOn: day }),
  async run({ input: { breachId, subjectsToldOn }, tx, viewer, record, refuse, clock }) {
    const row = await reachBreach({ tx, viewer, refuse }, breachId)
    if (row.reportedAt !== null)
      return refuse(
        'ALREADY_DONE',
        'This breach has been reported already. Close it when what had to be done is done',
        'breachId',
      )
    if (row.reportable !== true)
      return refuse(
        'WRONG_STATE',
        'Nobody has decided that this breach has to be reported. Assess it first',
        'breachId',
      )
    const told = subjectsToldOn === null ? null : toldOn({ refuse, clock }, subjectsToldOn, row.discoveredAt)
    const reportedAt = clock.now()
    const changed = await tx.dataBreach.update({
      where: { id: row.id },
      data: { state: 'REPORTED', reportedAt, ...(told !== null && { subjectsToldOn: dateColumn(told) }) },
    })
    await record(breachEvent('reported', row, { reportedAt: reportedAt.toISOString(), subjectsTold: told !== null }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.dataBreach.load(id),
})

/** The day on which the people concerned were told: since somebody knew of the breach, and not one to come. */
export function toldOn(work: Parameters<typeof dayGiven>[0], given: string, discoveredAt: Date): string {
  return dayGiven(work, given, {
    field: 'subjectsToldOn',
    since: londonDate(discoveredAt),
    sinceWords: 'anybody knew of the breach',
  })
}
