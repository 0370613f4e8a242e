import type { Viewer } from '@cma/runtime'
import type { DataBreach, PrismaClient } from '../generated/prisma/client.ts'
import type { Refuse } from '../reach-item.ts'
import { mayRegister } from './register-policies.ts'

/** A breach that is not closed, for a viewer who may deal with it; locked until the command ends. */
export async function reachBreach(
  { tx, viewer, refuse }: { tx: PrismaClient; viewer: Viewer; refuse: Refuse },
  id: string,
): Promise<DataBreach> {
  const seen = await tx.dataBreach.findUnique({ where: { id } })
  if (seen === null) return refuse('NOT_FOUND', "This breach can't be found. Look at the list of breaches", 'breachId')
  if (!mayRegister(viewer, 'ANSWER_DATA_PROTECTION', seen.centreId))
    return refuse(
      'NOT_ALLOWED',
      "You can't do this: it is for data protection officers, compliance officers and managers. Ask one of them",
    )
  await tx.$queryRaw`select 1 from data_breach where id = ${id}::uuid for update`
  const row = await tx.dataBreach.findUniqueOrThrow({ where: { id } })
  if (row.state === 'CLOSED')
    return refuse(
      'WRONG_STATE',
      'This breach is closed. Record a new one when something else comes to light',
      'breachId',
    )
  return row
}
