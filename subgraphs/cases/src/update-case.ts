import { z } from 'zod'
import { given } from './columns.ts'
import { defineCommand } from './context.ts'
import { CasePriority, CaseType, Jurisdiction, ReasonForDebt } from './generated/prisma/enums.ts'
import { id, line, orUnchanged, tags } from './parsing.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'

// What a case can't be without is unchanged by null as well.
const kept = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined)

const input = z
  .object({
    caseId: id,
    type: kept(z.enum(CaseType)),
    jurisdiction: kept(z.enum(Jurisdiction)),
    priority: kept(z.enum(CasePriority)),
    reasonForDebt: orUnchanged(z.enum(ReasonForDebt)),
    referralSource: orUnchanged(line('The referral source')),
    tags: kept(tags),
  })
  .refine(
    ({ caseId: _, ...fields }) => Object.keys(given(fields)).length > 0,
    'Nothing to change was given. Change a field and send again',
  )

export const updateCase = defineCommand({
  name: 'cases.updateCase',
  input,
  async run({ input: { caseId, ...wanted }, tx, viewer, record, refuse }) {
    const theCase = await reachCase({ tx, viewer, refuse }, caseId, 'UPDATE')
    const changes = given(wanted)
    await tx.case.update({ where: { id: caseId }, data: changes })
    await refreshCase(tx, caseId)
    const { type, jurisdiction } = changes
    await record({
      action: 'cases.case.updated',
      centreId: theCase.centreId,
      entities: about(caseId),
      facts: { caseId, fields: Object.keys(changes), ...(type && { type }), ...(jurisdiction && { jurisdiction }) },
    })
    return tx.case.findUniqueOrThrow({ where: { id: caseId } })
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})
