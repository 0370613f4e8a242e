import { z } from 'zod'
import { clientEvent } from './client-event.ts'
import { given } from './columns.ts'
import { defineCommand } from './context.ts'
import { id, line, orUnchanged, text } from './parsing.ts'
import { maySeeSensitiveDetails } from './policies.ts'
import { reachClient } from './reach-client.ts'
import { encryptSensitive } from './sensitive-details.ts'

const nationalInsuranceNumber = line('The national insurance number', 20)
  .transform((value) => value.toUpperCase().replace(/\s+/g, ''))
  .refine(
    (value) => /^[A-Z]{2}\d{6}[A-Z]$/.test(value),
    'A national insurance number is two letters, six digits and one letter, such as QQ 12 34 56 C. Correct it',
  )

const input = z
  .object({
    clientId: id,
    nationalInsuranceNumber: orUnchanged(nationalInsuranceNumber),
    healthNote: orUnchanged(text('The note on health', 4_000)),
  })
  .refine(
    ({ clientId: _, ...fields }) => Object.keys(given(fields)).length > 0,
    'Nothing to record was given. Fill in a field and send again',
  )

export const recordSensitiveDetails = defineCommand({
  name: 'cases.recordSensitiveDetails',
  input,
  async run({ input: { clientId, ...wanted }, tx, ctx, viewer, record, refuse, clock }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    if (!maySeeSensitiveDetails(viewer, client, await ctx.loaders.casesByClient.load(clientId))) {
      return refuse(
        'NOT_ALLOWED',
        "You can't record these details: only the adviser of the client's case and a supervisor or manager can. Ask one of them",
      )
    }
    const changes = given(wanted)
    const columns = {
      ...encryptSensitive(ctx.services.encryption, clientId, changes),
      updatedAt: clock.now(),
      updatedById: viewer.id,
    }
    const details = await tx.sensitiveDetails.upsert({
      where: { clientId },
      create: { clientId, centreId: client.centreId, ...columns },
      update: columns,
    })
    const hasSensitiveDetails = details.nationalInsuranceNumber !== null || details.healthNote !== null
    await record(await clientEvent(tx, 'sensitive_details_recorded', client, Object.keys(changes)))
    return tx.client.update({ where: { id: clientId }, data: { hasSensitiveDetails } })
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})
