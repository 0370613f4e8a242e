import { londonDate, newId } from '@cma/runtime'
import { z } from 'zod'
import { clientOfCase } from '../client-of-case.ts'
import { defineCommand } from '../context.ts'
import { BreathingSpaceKind } from '../generated/prisma/enums.ts'
import { id, orDefault, orNone } from '../parsing.ts'
import { reachCase } from '../reach-case.ts'
import { eligibilityColumns, eligibilityInput } from './eligibility-input.ts'
import { eventOf } from './reach-breathing-space.ts'
import { statusOn } from './rules.ts'

const input = z.object({
  caseId: id,
  clientId: orNone(id),
  kind: z.enum(BreathingSpaceKind),
  eligibility: orNone(eligibilityInput),
  crisisEvidenceHeld: orDefault(z.boolean(), false),
})

export const draftBreathingSpace = defineCommand({
  name: 'cases.draftBreathingSpace',
  input,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const { caseId, kind, eligibility, crisisEvidenceHeld } = given
    const theCase = await reachCase({ tx, viewer, refuse }, caseId, 'BREATHING_SPACE')
    const clientId = clientOfCase(theCase, given.clientId, refuse)
    const at = clock.now()
    const others = await tx.breathingSpace.findMany({ where: { clientId } })
    const open = others.some((other) => ['DRAFT', 'ACTIVE'].includes(statusOn(other, londonDate(at))))
    if (open)
      return refuse(
        'ALREADY_DONE',
        'The client has a Breathing Space already that is being prepared or active. Go on with that one, or end it first',
        'caseId',
      )
    const one = await tx.breathingSpace.create({
      data: {
        id: newId(),
        caseId,
        centreId: theCase.centreId,
        clientId,
        kind,
        ...(eligibility && eligibilityColumns(eligibility)),
        crisisEvidenceHeld,
        draftedAt: at,
        draftedById: viewer.id,
      },
    })
    await record(eventOf(one, 'drafted', { kind, crisisEvidenceHeld }))
    return one
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
