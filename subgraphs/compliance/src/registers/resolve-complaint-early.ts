import { dateColumn, dayOfColumn, londonDate } from '@cma/runtime'
import { defineCommand } from '../context.ts'
import { closing, missingWording, summaryResolutionSays } from './complaint-closing.ts'
import { reachComplaint } from './reach-complaint.ts'
import { complaintDeadlines, lawOfCase } from './register-deadlines.ts'
import { complaintEvent } from './register-event.ts'
import { day, dayGiven } from './register-input.ts'
import { sealerOf } from './sealed-text.ts'

export const resolveComplaintEarly = defineCommand({
  name: 'compliance.resolveComplaintEarly',
  input: closing.extend({ resolvedOn: day }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachComplaint({ tx, viewer, refuse }, input.complaintId)
    const resolvedOn = dayGiven({ refuse, clock }, input.resolvedOn, {
      field: 'resolvedOn',
      since: dayOfColumn(row.receivedOn),
      sinceWords: 'the complaint was received',
    })
    const counting = { now: clock.now(), law: await lawOfCase(tx, row.caseId) }
    const lastDay = (await complaintDeadlines(row, counting)).find(({ code }) => code === 'CO_THIRD_BUSINESS_DAY')!
    if (resolvedOn > londonDate(lastDay.dueAt))
      return refuse(
        'TOO_LATE',
        'A complaint can be resolved in this way only by the close of the third business day after it came in. Send a final response',
        'resolvedOn',
      )
    const missing = missingWording(summaryResolutionSays, input.wordingChecks)
    if (missing !== undefined)
      return refuse(
        'WORDING_INCOMPLETE',
        `The summary resolution communication still has to say ${missing}. Add it, and tick it off`,
        'wordingChecks',
      )
    const seal = sealerOf(ctx, 'complaint', row.id)
    const changed = await tx.complaint.update({
      where: { id: row.id },
      data: {
        state: 'RESOLVED_EARLY',
        closedOn: dateColumn(resolvedOn),
        outcome: input.outcome,
        wordingChecks: input.wordingChecks,
        rootCause: input.rootCause,
        rootCauseNote: seal('root_cause_note', input.rootCauseNote),
        redressPence: input.redressPence,
      },
    })
    await record(complaintEvent('resolved_early', row, { resolvedOn, outcome: input.outcome }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.complaint.load(id),
})
