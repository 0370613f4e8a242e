import type { Viewer } from '@cma/runtime'
import type { Complaint, PrismaClient } from '../generated/prisma/client.ts'
import type { Refuse } from '../reach-item.ts'
import { mayHandleComplaint, mayReadComplaint } from './register-policies.ts'

/** An open complaint that the viewer may handle, locked until the command ends. */
export async function reachComplaint(
  { tx, viewer, refuse }: { tx: PrismaClient; viewer: Viewer; refuse: Refuse },
  id: string,
  may: (viewer: Viewer, row: Complaint) => boolean = mayHandleComplaint,
): Promise<Complaint> {
  const seen = await tx.complaint.findUnique({ where: { id } })
  if (seen === null || !mayReadComplaint(viewer, seen))
    return refuse('NOT_FOUND', "This complaint can't be found. Look at the list of complaints", 'complaintId')
  if (seen.aboutUserId === viewer.id)
    return refuse(
      'OWN_MATTER',
      "You can't handle this complaint: it is about you. Your manager or a compliance officer does",
    )
  if (!may(viewer, seen))
    return refuse(
      'NOT_ALLOWED',
      "You can't do this: it is for who handles the complaint, managers and compliance officers. Ask one of them",
    )
  await tx.$queryRaw`select 1 from complaint where id = ${id}::uuid for update`
  const row = await tx.complaint.findUniqueOrThrow({ where: { id } })
  if (row.state !== 'OPEN')
    return refuse(
      'WRONG_STATE',
      'This complaint is closed. Record a new one when there is something new',
      'complaintId',
    )
  return row
}
