import { dateColumn, dayOfColumn } from '@cma/runtime'
import { defineCommand } from '../context.ts'
import { closing, finalResponseSays, missingWording } from './complaint-closing.ts'
import { reachComplaint } from './reach-complaint.ts'
import { complaintEvent } from './register-event.ts'
import { day, dayGiven } from './register-input.ts'
import { sealerOf } from './sealed-text.ts'

export const sendFinalResponse = defineCommand({
  name: 'compliance.sendFinalResponse',
  input: closing.extend({ sentOn: day }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachComplaint({ tx, viewer, refuse }, input.complaintId)
    const sentOn = dayGiven({ refuse, clock }, input.sentOn, {
      field: 'sentOn',
      since: dayOfColumn(row.receivedOn),
      sinceWords: 'the complaint was received',
    })
    const missing = missingWording(finalResponseSays, input.wordingChecks)
    if (missing !== undefined)
      return refuse(
        'WORDING_INCOMPLETE',
        `The final response still has to say ${missing}. Add it, and tick it off`,
        'wordingChecks',
      )
    const seal = sealerOf(ctx, 'complaint', row.id)
    const changed = await tx.complaint.update({
      where: { id: row.id },
      data: {
        state: 'ANSWERED',
        closedOn: dateColumn(sentOn),
        outcome: input.outcome,
        wordingChecks: input.wordingChecks,
        rootCause: input.rootCause,
        rootCauseNote: seal('root_cause_note', input.rootCauseNote),
        redressPence: input.redressPence,
      },
    })
    await record(complaintEvent('final_response_sent', row, { sentOn, outcome: input.outcome }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.complaint.load(id),
})
