import { dateColumn, newId } from '@cma/runtime'
import { z } from 'zod'
import { clientOfCase } from '../client-of-case.ts'
import { dayColumn } from '../columns.ts'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { ConsentKind } from '../generated/prisma/enums.ts'
import { day, id, orNone } from '../parsing.ts'
import { about, reachCase } from '../reach-case.ts'
import { consentExpiry } from './reference.ts'

export const recordConsent = defineCommand({
  name: 'cases.recordConsent',
  input: z.object({ caseId: id, clientId: orNone(id), kind: z.enum(ConsentKind), givenOn: day }),
  async run({ input: { caseId, clientId: wanted, kind, givenOn }, tx, viewer, record, refuse, clock }) {
    const theCase = await reachCase({ tx, viewer, refuse }, caseId, 'UPDATE_CLIENT')
    const clientId = clientOfCase(theCase, wanted, refuse)
    requireDay({ refuse, clock }, givenOn, past, 'givenOn')
    const expiresOn = consentExpiry(kind, givenOn)
    const consent = await tx.consent.create({
      data: {
        id: newId(),
        clientId,
        caseId,
        centreId: theCase.centreId,
        kind,
        givenOn: dateColumn(givenOn),
        expiresOn: dayColumn(expiresOn),
        recordedById: viewer.id,
      },
    })
    await record({
      action: 'cases.consent.given',
      centreId: theCase.centreId,
      entities: about(caseId, { type: 'Client', id: clientId }, { type: 'Consent', id: consent.id }),
      facts: { caseId, clientId, consentId: consent.id, kind, givenOn, expiresOn },
    })
    return consent
  },
  find: (id, { tx }) => tx.consent.findUnique({ where: { id } }),
})
