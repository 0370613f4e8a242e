import { z } from 'zod'
import { defineCommand } from './context.ts'
import { fieldsGiven, name, telephone } from './input.ts'

export const updateProfile = defineCommand({
  name: 'identity.updateProfile',
  input: z
    .object({ name: name.optional(), telephone })
    .refine((input) => fieldsGiven(input).length > 0, 'Nothing to change. Send a name or a telephone number.'),
  async run({ input, viewer, tx, record, refuse }) {
    const present = viewer.kind === 'USER' ? await tx.person.findUnique({ where: { id: viewer.id } }) : null
    if (!present) return refuse('NOT_ALLOWED', 'Only a person who is signed in has a profile to change.')
    const { name = present.name, telephone = present.telephone } = input
    const changed = await tx.person.update({ where: { id: viewer.id }, data: { name, telephone } })
    await record({
      action: 'identity.user.updated',
      centreId: null,
      entities: [{ type: 'User', id: viewer.id }],
      facts: { userId: viewer.id, fields: fieldsGiven(input) },
    })
    return changed
  },
  find: (found, { tx }) => tx.person.findUnique({ where: { id: found } }),
})
