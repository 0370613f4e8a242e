import { addDays, dateColumn, londonDate, newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { text } from '../parsing.ts'
import { requestEvent } from './register-event.ts'
import { day, dayGiven, place, requireCase, wholeText } from './register-input.ts'
import { mayRegister } from './register-policies.ts'
import { sealerOf } from './sealed-text.ts'

export const recordSubjectAccessRequest = defineCommand({
  name: 'compliance.recordSubjectAccessRequest',
  input: place.extend({
    kind: z.enum(['ACCESS', 'ERASURE', 'RECTIFICATION']),
    requester: text('The name of who asks', 200),
    request: wholeText('What they ask for'),
    receivedOn: day,
  }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const { centreId, caseId, kind } = input
    if (!mayRegister(viewer, 'RECORD', centreId))
      return refuse(
        'NOT_FOUND',
        "You can't record a request at this centre: you don't work there. Choose another",
        'centreId',
      )
    await requireCase({ tx, refuse }, { centreId, caseId })
    const since = addDays(londonDate(clock.now()), -366)
    const receivedOn = dayGiven({ refuse, clock }, input.receivedOn, {
      field: 'receivedOn',
      since,
      sinceWords: 'a year ago',
    })
    const requestId = newId()
    const seal = sealerOf(ctx, 'subject_access_request', requestId)
    const row = await tx.subjectAccessRequest.create({
      data: {
        id: requestId,
        centreId,
        caseId,
        kind,
        requester: seal('requester', input.requester),
        request: seal('request', input.request),
        receivedOn: dateColumn(receivedOn),
        receivedBy: viewer.id,
        recordedAt: clock.now(),
        state: 'OPEN',
      },
    })
    await record(requestEvent('received', row, { kind, receivedOn, handlerId: null }))
    return row
  },
  find: (id, { ctx }) => ctx.loaders.subjectAccessRequest.load(id),
})
