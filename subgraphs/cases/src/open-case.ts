import { londonDate, newId } from '@cma/runtime'
import { z } from 'zod'
import { requireStanding, standingAsOwner } from './ask-directory.ts'
import { dayColumn } from './columns.ts'
import { defineCommand, type Tx } from './context.ts'
import { near, requireDay } from './day-rules.ts'
import { emergencyInput } from './emergency-input.ts'
import { CasePriority, CaseType, Jurisdiction, ReasonForDebt } from './generated/prisma/enums.ts'
import { Prisma } from './generated/prisma/client.ts'
import { createClient, newClientInput } from './new-client.ts'
import { id, line, orDefault, orNone, tags } from './parsing.ts'
import { mayOpenCase } from './policies.ts'
import { about, refreshCase } from './reach-case.ts'
import { findClient } from './reach-client.ts'
import type { CaseRow } from './rows.ts'

const input = z
  .object({
    centreId: id,
    clientId: orNone(id),
    newClient: orNone(newClientInput),
    jointClientId: orNone(id),
    newJointClient: orNone(newClientInput),
    type: orDefault(z.enum(CaseType), 'DEBT_CASEWORK'),
    jurisdiction: orDefault(z.enum(Jurisdiction), 'ENGLAND_WALES'),
    priority: orDefault(z.enum(CasePriority), 'NORMAL'),
    reasonForDebt: orNone(z.enum(ReasonForDebt)),
    referralSource: orNone(line('The referral source')),
    adviserId: orNone(id),
    tags: orDefault(tags, []),
    emergencies: orDefault(
      z.array(emergencyInput).max(10, "There can't be more than ten emergencies. Leave some out"),
      [],
    ),
  })
  .refine(({ clientId, newClient }) => clientId !== null || newClient !== null, {
    path: ['newClient'],
    message: 'Say whose case it is: choose a client who is known, or give a new one',
  })
  .refine(({ clientId, newClient }) => clientId === null || newClient === null, {
    path: ['newClient'],
    message: 'Choose a client who is known or give a new one, not both',
  })
  .refine(({ jointClientId, newJointClient }) => jointClientId === null || newJointClient === null, {
    path: ['newJointClient'],
    message: 'Choose a joint client who is known or give a new one, not both',
  })
  .refine(({ clientId, jointClientId }) => clientId === null || clientId !== jointClientId, {
    path: ['jointClientId'],
    message: "A client can't be their own joint client. Choose somebody else",
  })

export const openCase = defineCommand({
  name: 'cases.openCase',
  input,
  beforehand: async ({ input: { adviserId, centreId }, ctx, viewer }) =>
    mayOpenCase(viewer, centreId) ? standingAsOwner(ctx, adviserId, centreId) : 'NO',
  async run({ input: given, tx, viewer, record, refuse, clock, prepared }) {
    const { centreId, clientId, newClient, jointClientId, newJointClient, emergencies, ...fields } = given
    if (!viewer.seesCentre(centreId))
      return refuse('NOT_FOUND', "This centre can't be found. Choose one of your own", 'centreId')
    if (!mayOpenCase(viewer, centreId))
      return refuse('NOT_ALLOWED', "You can't open cases at this centre: your roles don't allow it. Ask its manager")
    requireStanding(refuse, prepared, 'adviserId')

    emergencies.forEach(({ occursOn }, index) =>
      requireDay({ refuse, clock }, occursOn, near, `emergencies.${index}.occursOn`),
    )

    const at = clock.now()
    const clientOf = async (
      known: string | null,
      fresh: typeof newClient,
      [field, freshField]: [string, string],
    ): Promise<string | null> => {
      if (fresh) return createClient(fresh, { tx, centreId, by: viewer.id, record, refuse, clock, field: freshField })
      if (known === null) return null
      const client = await findClient({ tx, viewer, refuse }, known, field)
      return client.centreId === centreId
        ? client.id
        : refuse(
            'NOT_FOUND',
            'This client belongs to another centre. Open the case there, or give them as a new client here',
            field,
          )
    }
    const first = (await clientOf(clientId, newClient, ['clientId', 'newClient']))!
    const joint = await clientOf(jointClientId, newJointClient, ['jointClientId', 'newJointClient'])

    const caseId = newId()
    const reference = await nextReference(tx, Number(londonDate(at).slice(0, 4)))
    await tx.case.create({
      data: {
        ...fields,
        id: caseId,
        centreId,
        reference,
        clientId: first,
        jointClientId: joint,
        stage: 'ENQUIRY',
        stageEnteredAt: at,
        openedAt: at,
        openedById: viewer.id,
        lastActivityAt: at,
        lastActivityKind: 'OPENED',
        lastActivityById: viewer.id,
      },
    })
    await tx.stageTransition.create({
      data: { id: newId(), caseId, centreId, toStage: 'ENQUIRY', at, byId: viewer.id },
    })
    const { type, jurisdiction, adviserId } = fields
    await record({
      action: 'cases.case.opened',
      centreId,
      entities: about(
        caseId,
        { type: 'Client', id: first },
        ...(joint === null ? [] : [{ type: 'Client', id: joint }]),
      ),
      facts: {
        caseId,
        type,
        stage: 'ENQUIRY',
        jurisdiction,
        adviserId,
        joint: joint !== null,
        openedAt: at.toISOString(),
      },
    })
    for (const { occursOn, ...emergency } of emergencies) {
      const emergencyId = newId()
      await tx.emergency.create({
        data: {
          id: emergencyId,
          caseId,
          centreId,
          ...emergency,
          occursOn: dayColumn(occursOn),
          recordedAt: at,
          recordedById: viewer.id,
        },
      })
      await record({
        action: 'cases.emergency.recorded',
        centreId,
        entities: about(caseId),
        facts: { caseId, emergencyId, kind: emergency.kind, occursOn },
      })
    }
    await refreshCase(tx, caseId)
    return tx.case.findUniqueOrThrow({ where: { id: caseId } })
  },
  find: (caseId, { ctx }): Promise<CaseRow | null> => ctx.loaders.caseById.load(caseId),
})

async function nextReference(tx: Tx, year: number): Promise<string> {
  const [row] = await tx.$queryRaw<[{ reference: string }]>(Prisma.sql`select next_reference(${year}) as reference`)
  return row.reference
}
