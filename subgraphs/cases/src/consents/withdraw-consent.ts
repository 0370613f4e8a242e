import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { day, id } from '../parsing.ts'
import { about, reachCase } from '../reach-case.ts'

export const withdrawConsent = defineCommand({
  name: 'cases.withdrawConsent',
  input: z.object({ caseId: id, consentId: id, withdrawnOn: day }),
  async run({ input: { caseId, consentId, withdrawnOn }, tx, viewer, record, refuse, clock }) {
    const { centreId, clientId, jointClientId } = await reachCase({ tx, viewer, refuse }, caseId, 'UPDATE_CLIENT')
    const consent = await tx.consent.findUnique({ where: { id: consentId } })
    if (!consent || ![clientId, jointClientId].includes(consent.clientId))
      return refuse('NOT_FOUND', "This consent can't be found. Look at the client again", 'consentId')
    if (consent.withdrawnOn)
      return refuse('ALREADY_DONE', 'This consent has been withdrawn already. Look at the client again', 'consentId')
    requireDay({ refuse, clock }, withdrawnOn, past, 'withdrawnOn')
    if (withdrawnOn < dayOfColumn(consent.givenOn))
      return refuse('INVALID_INPUT', "A consent can't be withdrawn before it was given. Check the day", 'withdrawnOn')
    await record({
      action: 'cases.consent.withdrawn',
      centreId,
      entities: about(caseId, { type: 'Client', id: consent.clientId }, { type: 'Consent', id: consentId }),
      facts: { caseId, clientId: consent.clientId, consentId, kind: consent.kind, withdrawnOn },
    })
    return tx.consent.update({ where: { id: consentId }, data: { withdrawnOn: dateColumn(withdrawnOn) } })
  },
  find: (id, { tx }) => tx.consent.findUnique({ where: { id } }),
})
