import { dayOfColumn, daysBetween, londonDate } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachRequest } from './reach-request.ts'
import { requestEvent } from './register-event.ts'

export const resumeSubjectAccessRequest = defineCommand({
  name: 'compliance.resumeSubjectAccessRequest',
  input: z.object({ requestId: id }),
  async run({ input, tx, viewer, record, refuse, clock }) {
    const row = await reachRequest({ tx, viewer, refuse }, input.requestId)
    if (row.pausedOn === null) return refuse('WRONG_STATE', 'The clock runs already. Answer the request', 'requestId')
    const resumedOn = londonDate(clock.now())
    const pausedDays = row.pausedDays + daysBetween(dayOfColumn(row.pausedOn), resumedOn)
    const changed = await tx.subjectAccessRequest.update({
      where: { id: row.id },
      data: { state: 'OPEN', pausedOn: null, pausedDays },
    })
    await record(requestEvent('clock_resumed', row, { resumedOn, pausedDays }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.subjectAccessRequest.load(id),
})
