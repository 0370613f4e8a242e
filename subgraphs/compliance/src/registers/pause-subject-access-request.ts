import { dateColumn, londonDate } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachRequest } from './reach-request.ts'
import { requestEvent } from './register-event.ts'

export const pauseSubjectAccessRequest = defineCommand({
  name: 'compliance.pauseSubjectAccessRequest',
  input: z.object({ requestId: id }),
  async run({ input, tx, viewer, record, refuse, clock }) {
    const row = await reachRequest({ tx, viewer, refuse }, input.requestId)
    if (row.state === 'PAUSED')
      return refuse(
        'ALREADY_DONE',
        'The clock stands still already. Let it run on once the person has shown who they are',
        'requestId',
      )
    const pausedOn = londonDate(clock.now())
    const changed = await tx.subjectAccessRequest.update({
      where: { id: row.id },
      data: { state: 'PAUSED', pausedOn: dateColumn(pausedOn) },
    })
    await record(requestEvent('clock_paused', row, { pausedOn }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.subjectAccessRequest.load(id),
})
