import type { Viewer } from '@cma/runtime'
import type { FileReview, PrismaClient } from '../generated/prisma/client.ts'
import type { Refuse } from '../reach-item.ts'
import { mayReadFileReview } from './register-policies.ts'

type Reach = { tx: PrismaClient; viewer: Viewer; refuse: Refuse }

/** A file review that the viewer may work on, locked until the command ends. */
export async function reachFileReview(
  { tx, viewer, refuse }: Reach,
  id: string,
  { may, field }: { may: (viewer: Viewer, row: FileReview) => boolean; field: string },
): Promise<FileReview> {
  const seen = await tx.fileReview.findUnique({ where: { id } })
  if (seen === null || !mayReadFileReview(viewer, seen))
    return refuse('NOT_FOUND', "This file review can't be found. Look at the list of file reviews", field)
  if (!may(viewer, seen))
    return refuse(
      'NOT_ALLOWED',
      "You can't do this with the review: it is for who reviews the file and for those who lead the centre. Ask one of them",
    )
  await tx.$queryRaw`select 1 from file_review where id = ${id}::uuid for update`
  return tx.fileReview.findUniqueOrThrow({ where: { id } })
}
