import type { Viewer } from '@cma/runtime'
import { alertCase } from './alert-case.ts'
import type { Alert, PrismaClient } from './generated/prisma/client.ts'
import { isAlertFor, mayReadAlert } from './policies.ts'
import type { Refuse } from './reach-item.ts'

/** Finds an alert that the viewer takes part in, and locks it until the command ends. */
export async function reachAlert(
  { tx, viewer, refuse }: { tx: PrismaClient; viewer: Viewer; refuse: Refuse },
  id: string,
): Promise<Alert> {
  const seen = await tx.alert.findUnique({ where: { id } })
  const fact = seen?.caseId ? await tx.caseFact.findUnique({ where: { caseId: seen.caseId } }) : null
  if (seen === null || !mayReadAlert(viewer, alertCase(seen, fact))) {
    return refuse(
      'NOT_FOUND',
      "This alert can't be found among those meant for you. Look at the list of alerts",
      'alertId',
    )
  }
  if (!isAlertFor(viewer, alertCase(seen, fact))) {
    return refuse('NOT_ALLOWED', "You can't deal with this alert: it is meant for others. You may read it")
  }
  await tx.$queryRaw`select 1 from alert where id = ${id}::uuid for update`
  return tx.alert.findUniqueOrThrow({ where: { id } })
}
