import type { Role, Viewer } from '@cma/runtime'
import type { Alert } from '../generated/prisma/client.ts'
import { isAlertFor, mayReadAlert, type AlertCase } from '../policies.ts'

/** An entry of the feed, with what decides whom it is for as of now. */
export type FeedEntry = AlertCase & {
  sequence: bigint
  alert: Alert
  toldRoles: string[]
  toldCaseAdviser: boolean
  toldHandler: boolean
}

export type Raised = { sequence: bigint; alert: Alert }

/**
 * Whether an entry tells the viewer something new: it is for them, and the entry that raised the alert was not. Leads who stand in for
 * an adviser count as not told: rather told again, of the greater severity, than left out.
 */
export function isEntryFor(viewer: Viewer, entry: FeedEntry): boolean {
  if (entry.toldRoles.length === 0 && !entry.toldCaseAdviser && !entry.toldHandler) return mayReadAlert(viewer, entry)
  const told =
    viewer.hasRole(entry.centreId, ...(entry.toldRoles as Role[]), 'AUDITOR') ||
    (entry.toldCaseAdviser && entry.adviserId === viewer.id) ||
    (entry.toldHandler && entry.handlerId === viewer.id)
  return !told && isAlertFor(viewer, entry)
}
