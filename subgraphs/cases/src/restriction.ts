import type { Context, Refuse, Tx } from './context.ts'
import type { CaseRestriction } from './generated/prisma/client.ts'
import { overseesRestricted } from './policies.ts'
import type { CaseRow } from './rows.ts'

/** For how many hours a restricted case is open to whoever opens it with a reason. The database allows no longer. */
export const glassHours = 8

/** When the viewer's own opening ends; null for those who may see the case anyway. */
export async function openedUntil(restriction: CaseRestriction, ctx: Context): Promise<Date | null> {
  const { caseId, centreId, allowedUserIds } = restriction
  if (allowedUserIds.includes(ctx.viewer.id) || overseesRestricted(ctx.viewer, centreId)) return null
  return (await ctx.loaders.openedUntilByCase.load(caseId))?.until ?? null
}

/** Whoever is given a restricted case has to be one of those who may see it. */
export async function requireAllowed(
  { tx, refuse }: { tx: Tx; refuse: Refuse },
  { id, restricted }: Pick<CaseRow, 'id' | 'restricted'>,
  userId: string,
): Promise<void> {
  if (!restricted) return
  const standing = await tx.caseRestriction.findFirst({ where: { caseId: id, liftedAt: null } })
  if (standing && !standing.allowedUserIds.includes(userId))
    refuse(
      'NOT_AMONG_ALLOWED',
      'This case is restricted, and this person is not one of those who may see it. Add them to those first',
      'adviserId',
    )
}
