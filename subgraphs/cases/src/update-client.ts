import { z } from 'zod'
import { clientEvent } from './client-event.ts'
import { dayColumn, given } from './columns.ts'
import { defineCommand } from './context.ts'
import { ofBirth, requireDay } from './day-rules.ts'
import { EmploymentType, RelationshipStatus } from './generated/prisma/enums.ts'
import { accessibilityNeeds, language } from './new-client.ts'
import { day, id, orUnchanged, text } from './parsing.ts'
import { reachClient } from './reach-client.ts'

const kept = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined)

const input = z
  .object({
    clientId: id,
    dateOfBirth: orUnchanged(day),
    preferredLanguage: kept(language),
    interpreterNeeded: kept(z.boolean()),
    accessibilityNeeds: kept(accessibilityNeeds),
    accessibilityNote: orUnchanged(text('The note', 1_000)),
    relationshipStatus: orUnchanged(z.enum(RelationshipStatus)),
    employment: orUnchanged(z.enum(EmploymentType)),
  })
  .refine(
    ({ clientId: _, ...fields }) => Object.keys(given(fields)).length > 0,
    'Nothing to change was given. Change a field and send again',
  )

export const updateClient = defineCommand({
  name: 'cases.updateClient',
  input,
  async run({ input: { clientId, dateOfBirth: born, ...wanted }, tx, viewer, record, refuse, clock }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    requireDay({ refuse, clock }, born, ofBirth, 'dateOfBirth')
    const changes = given({ ...wanted, dateOfBirth: dayColumn(born) })
    await record(await clientEvent(tx, 'updated', client, Object.keys(changes)))
    return tx.client.update({ where: { id: clientId }, data: changes })
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})
