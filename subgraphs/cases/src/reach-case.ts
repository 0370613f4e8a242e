import type { Viewer } from '@cma/runtime'
import type { Refuse, Tx } from './context.ts'
import { Prisma } from './generated/prisma/client.ts'
import { may, mayReadCases, type Permission } from './policies.ts'
import type { CaseRow } from './rows.ts'

type Work = { tx: Tx; viewer: Viewer; refuse: Refuse }

const doing: Record<Permission, string> = {
  ADD_NOTE: 'write notes on this case',
  CHANGE_STAGE: 'change the stage of this case',
  OVERRIDE_GATE: 'override open compliance items',
  ASSIGN: 'give this case to somebody',
  UPDATE: 'change this case',
  RECORD_EMERGENCY: 'record emergencies on this case',
  ADD_TASK: 'work with the tasks of this case',
  BOOK_APPOINTMENT: 'work with the appointments of this case',
  UPDATE_CLIENT: "change what is known of this case's client",
  SEE_SENSITIVE_DETAILS: 'see these details',
  RESTRICT: 'say who may see this case',
  BREATHING_SPACE: 'work on a Breathing Space of this case',
  RECORD_OUTCOME: 'record what came of this case',
  RECORD_VULNERABILITY: 'record a vulnerability on this case',
  KEEP_VULNERABILITY: 'work with vulnerabilities on this case',
}

/**
 * The case that a command is about, for a viewer who may do this with it. It stays locked until the command ends: what
 * is decided from the row holds, and refresh_case() derives from what no other command is changing.
 */
export async function reachCase(
  { tx, viewer, refuse }: Work,
  caseId: string,
  permission: Permission,
): Promise<CaseRow> {
  const seen = await tx.case.findUnique({ where: { id: caseId } })
  if (!seen || !mayReadCases(viewer, seen.centreId))
    return refuse('NOT_FOUND', "This case can't be found. It may belong to another centre: ask your manager", 'caseId')
  // Asked before locking too: row security hides a row that the viewer may not change from a lock, as if it weren't there.
  requirePermission({ viewer, refuse }, seen, permission)
  await tx.$queryRaw(Prisma.sql`select 1 from case_file where id = ${caseId}::uuid for no key update`)
  const locked = await tx.case.findUniqueOrThrow({ where: { id: caseId } })
  requirePermission({ viewer, refuse }, locked, permission)
  return locked
}

export function requirePermission(
  { viewer, refuse }: Omit<Work, 'tx'>,
  theCase: CaseRow,
  permission: Permission,
): void {
  const verdict = may(viewer, permission, theCase)
  if (verdict === 'NOT_ALLOWED')
    refuse(
      'NOT_ALLOWED',
      `You can't ${doing[permission]}: your roles don't allow it. Ask the case's adviser or a manager`,
    )
  if (verdict === 'CASE_CLOSED')
    refuse('CASE_CLOSED', `You can't ${doing[permission]}, because it is closed. Reopen it first`)
}

type Activity = { kind: CaseRow['lastActivityKind']; by: string; at: Date }

/** Derives anew what the case is listed and searched by. The last step of a command that changed the case or what belongs to it. */
export async function refreshCase(tx: Tx, caseId: string, activity?: Activity): Promise<void> {
  await tx.$executeRaw(
    activity
      ? Prisma.sql`select refresh_case(${caseId}::uuid, ${activity.kind}::activity_kind, ${activity.by}::uuid, ${activity.at.toISOString()}::timestamptz)`
      : Prisma.sql`select refresh_case(${caseId}::uuid)`,
  )
}

/** In the ledger every event of a case names it first, so that its trail is found. */
export function about(
  caseId: string,
  ...others: Array<{ type: string; id: string }>
): Array<{ type: string; id: string }> {
  return [{ type: 'Case', id: caseId }, ...others]
}
