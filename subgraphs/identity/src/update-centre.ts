import { z } from 'zod'
import { defineCommand } from './context.ts'
import { name, fieldsGiven, id, telephone } from './input.ts'
import { mayAt } from './policies.ts'

const input = z
  .object({
    centreId: id,
    name: name.optional(),
    regulatoryStatus: z.enum(['AUTHORISED', 'APPOINTED_REPRESENTATIVE', 'EXEMPT', 'NOT_RECORDED']).optional(),
    firmReferenceNumber: z
      .string()
      .trim()
      .regex(/^$|^\d{6,7}$/, 'A firm reference number has 6 or 7 digits. Look it up in the FCA register.')
      .transform((text) => text || null)
      .nullish(),
    jurisdictions: z
      .array(z.enum(['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND']))
      .min(1, 'A centre advises in at least one jurisdiction. Choose one.')
      .transform((given) => [...new Set(given)])
      .optional(),
    sfsLicence: z
      .string()
      .trim()
      .max(50, 'A membership number can have at most 50 characters.')
      .transform((text) => text || null)
      .nullish(),
    telephone,
  })
  .refine((given) => fieldsGiven(given).length > 1, 'Nothing to change. Send at least one field besides the centre.')

export const updateCentre = defineCommand({
  name: 'identity.updateCentre',
  input,
  async run({ input: { centreId, ...changes }, viewer, tx, record, refuse }) {
    if (!viewer.seesCentre(centreId))
      return refuse(
        'NOT_FOUND',
        'You can’t describe this centre, because there is no such centre among yours. Choose one of your centres.',
        'centreId',
      )
    if (!mayAt(viewer, 'describeCentre', centreId))
      return refuse(
        'NOT_ALLOWED',
        'You can’t describe this centre, because only its managers and network administrators do. Ask one of them.',
      )
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const changed = await tx.centre.update({ where: { id: centreId }, data: given })
    await record({
      action: 'identity.centre.updated',
      centreId,
      entities: [{ type: 'Centre', id: centreId }],
      facts: { centreId, fields: Object.keys(given) },
    })
    return changed
  },
  find: (found, { tx }) => tx.centre.findUnique({ where: { id: found } }),
})
