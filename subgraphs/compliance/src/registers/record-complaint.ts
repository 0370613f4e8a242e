import { addDays, dateColumn, londonDate, newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id, orNone, text } from '../parsing.ts'
import { day, dayGiven, place, requireCase, wholeText } from './register-input.ts'
import { complaintEvent } from './register-event.ts'
import { mayRegister } from './register-policies.ts'
import { sealerOf } from './sealed-text.ts'

/** How far back a complaint may have come in. */
const pastDays = 366

export const recordComplaint = defineCommand({
  name: 'compliance.recordComplaint',
  input: place.extend({
    subject: z.string(),
    channel: z.string(),
    complainant: text('The name of who complains', 200),
    words: wholeText('The complaint'),
    aboutUserId: orNone(id),
    handlerId: orNone(id),
    receivedOn: day,
  }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const { centreId, caseId, subject, channel, aboutUserId, handlerId } = input
    if (!mayRegister(viewer, 'RECORD', centreId))
      return refuse(
        'NOT_FOUND',
        "You can't record a complaint at this centre: you don't work there. Choose another",
        'centreId',
      )
    await requireCase({ tx, refuse }, { centreId, caseId })
    if (handlerId !== null && handlerId === aboutUserId)
      return refuse('OWN_MATTER', "The person a complaint is about can't handle it. Choose somebody else", 'handlerId')
    const since = addDays(londonDate(clock.now()), -pastDays)
    const receivedOn = dayGiven({ refuse, clock }, input.receivedOn, {
      field: 'receivedOn',
      since,
      sinceWords: 'a year ago',
    })
    const complaintId = newId()
    const seal = sealerOf(ctx, 'complaint', complaintId)
    const row = await tx.complaint.create({
      data: {
        id: complaintId,
        centreId,
        caseId,
        subject,
        channel,
        complainant: seal('complainant', input.complainant),
        words: seal('words', input.words),
        aboutUserId,
        handlerId,
        receivedOn: dateColumn(receivedOn),
        receivedBy: viewer.id,
        recordedAt: clock.now(),
        state: 'OPEN',
      },
    })
    await record(complaintEvent('received', row, { handlerId, receivedOn }))
    return row
  },
  find: (id, { ctx }) => ctx.loaders.complaint.load(id),
})
