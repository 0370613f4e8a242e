import { dateColumn, newId } from '@cma/runtime'
import { z } from 'zod'
import { clientOfCase } from '../client-of-case.ts'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { day, id, line, orNone } from '../parsing.ts'
import { about, reachCase } from '../reach-case.ts'
import { authorityExpiry } from './reference.ts'

export const recordAuthority = defineCommand({
  name: 'cases.recordAuthority',
  input: z.object({ caseId: id, clientId: orNone(id), scope: line('What the authority is for'), signedOn: day }),
  async run({ input: { caseId, clientId: wanted, scope, signedOn }, tx, viewer, record, refuse, clock }) {
    const theCase = await reachCase({ tx, viewer, refuse }, caseId, 'UPDATE_CLIENT')
    const clientId = clientOfCase(theCase, wanted, refuse)
    requireDay({ refuse, clock }, signedOn, past, 'signedOn')
    const expiresOn = authorityExpiry(signedOn)
    const authority = await tx.authorityToAct.create({
      data: {
        id: newId(),
        clientId,
        caseId,
        centreId: theCase.centreId,
        scope,
        signedOn: dateColumn(signedOn),
        expiresOn: dateColumn(expiresOn),
        recordedById: viewer.id,
      },
    })
    await record({
      action: 'cases.authority.signed',
      centreId: theCase.centreId,
      entities: about(caseId, { type: 'Client', id: clientId }, { type: 'AuthorityToAct', id: authority.id }),
      facts: { caseId, clientId, authorityId: authority.id, signedOn, expiresOn },
    })
    return authority
  },
  find: (id, { tx }) => tx.authorityToAct.findUnique({ where: { id } }),
})
