import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { day, id } from '../parsing.ts'
import { about, reachCase } from '../reach-case.ts'

export const endAuthority = defineCommand({
  name: 'cases.endAuthority',
  input: z.object({ caseId: id, authorityId: id, endedOn: day }),
  async run({ input: { caseId, authorityId, endedOn }, tx, viewer, record, refuse, clock }) {
    const { centreId, clientId, jointClientId } = await reachCase({ tx, viewer, refuse }, caseId, 'UPDATE_CLIENT')
    const authority = await tx.authorityToAct.findUnique({ where: { id: authorityId } })
    if (!authority || ![clientId, jointClientId].includes(authority.clientId))
      return refuse('NOT_FOUND', "This authority can't be found. Look at the client again", 'authorityId')
    if (authority.endedOn)
      return refuse('ALREADY_DONE', 'This authority has ended already. Look at the client again', 'authorityId')
    requireDay({ refuse, clock }, endedOn, past, 'endedOn')
    if (endedOn < dayOfColumn(authority.signedOn))
      return refuse('INVALID_INPUT', "An authority can't end before it was signed. Check the day", 'endedOn')
    await record({
      action: 'cases.authority.ended',
      centreId,
      entities: about(caseId, { type: 'Client', id: authority.clientId }, { type: 'AuthorityToAct', id: authorityId }),
      facts: { caseId, authorityId, endedOn },
    })
    return tx.authorityToAct.update({ where: { id: authorityId }, data: { endedOn: dateColumn(endedOn) } })
  },
  find: (id, { tx }) => tx.authorityToAct.findUnique({ where: { id } }),
})
