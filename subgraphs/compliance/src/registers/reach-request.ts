import type { Viewer } from '@cma/runtime'
import type { PrismaClient, SubjectAccessRequest } from '../generated/prisma/client.ts'
import type { Refuse } from '../reach-item.ts'
import { mayRegister } from './register-policies.ts'

/** A data request that is not answered yet, for a viewer who may deal with it; locked until the command ends. */
export async function reachRequest(
  { tx, viewer, refuse }: { tx: PrismaClient; viewer: Viewer; refuse: Refuse },
  id: string,
): Promise<SubjectAccessRequest> {
  const seen = await tx.subjectAccessRequest.findUnique({ where: { id } })
  if (seen === null)
    return refuse('NOT_FOUND', "This request can't be found. Look at the list of requests", 'requestId')
  if (!mayRegister(viewer, 'ANSWER_DATA_PROTECTION', seen.centreId))
    return refuse(
      'NOT_ALLOWED',
      "You can't do this: it is for data protection officers, compliance officers and managers. Ask one of them",
    )
  await tx.$queryRaw`select 1 from subject_access_request where id = ${id}::uuid for update`
  const row = await tx.subjectAccessRequest.findUniqueOrThrow({ where: { id } })
  if (row.closedOn !== null)
    return refuse(
      'WRONG_STATE',
      'This request has been answered. Record a new one when the person asks again',
      'requestId',
    )
  return row
}
