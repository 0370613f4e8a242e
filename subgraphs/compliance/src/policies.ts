import type { Role, Viewer } from '@cma/runtime'
import type { AlertAction, ItemAction } from './generated/graphql.ts'
import { itemState, type ItemFacts } from './rules/item-state.ts'

// Who may do what. Commands and reads ask here; row-level security in prisma/compliance is the net under it.

const caseworkers: Role[] = ['ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER']
const leads: Role[] = ['SUPERVISOR', 'CENTRE_MANAGER']
const officer: Role[] = ['COMPLIANCE_OFFICER']

/** Who reads how a centre's cases stand. A network administrator does not, nor does a client or partner software. */
export const readers: Role[] = [
  ...caseworkers,
  'VOLUNTEER_SUPPORT',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'AUDITOR',
]
/** Who works at a centre. Auditors look, and take part in nothing. */
export const staff: Role[] = readers.filter((role) => role !== 'AUDITOR')
const overseers: Role[] = [...leads, 'COMPLIANCE_OFFICER', 'AUDITOR']
/** Who reads what a safeguarding note says. */
const safeguardingReaders: Role[] = ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER']

const table = {
  RECORD_EVIDENCE: caseworkers,
  START: caseworkers,
  /** Of one's own evidence; leads and officers, of anybody's. */
  WITHDRAW_OWN: caseworkers,
  WITHDRAW: [...leads, ...officer],
  NOT_APPLICABLE: [...caseworkers, ...officer],
  NOT_APPLICABLE_MANDATORY: officer,
  SIGN_OFF_SUPERVISOR: leads,
  SIGN_OFF_SECOND_ADVISER: ['ADVISER', ...leads],
  FAIL: [...leads, ...officer],
  WAIVE: officer,
  REOPEN: [...leads, ...officer],
  ADOPT_VERSION: [...leads, ...officer],
  OVERRIDE_GATE: ['CENTRE_MANAGER', ...officer],
  OVERSEE_CENTRE: overseers,
  READ: readers,
  READ_SAFEGUARDING: safeguardingReaders,
} satisfies Record<string, Role[]>

export type Permission = keyof typeof table

export function may(viewer: Viewer, permission: Permission, centreId: string): boolean {
  return viewer.kind === 'USER' && viewer.hasRole(centreId, ...table[permission])
}

export function mayReadAnywhere(viewer: Viewer): boolean {
  return viewer.kind === 'USER' && viewer.hasRoleAnywhere(...readers)
}

/** An item as far as permissions go. */
export type ItemCase = { centreId: string; mandatory: boolean; facts: ItemFacts; recordedBy: string[] }

/** Whether the item's sign-off is one that the viewer could give. */
export function maySignOff(viewer: Viewer, { centreId, facts }: ItemCase): boolean {
  if (facts.signOff === 'SELF') return false
  return may(viewer, facts.signOff === 'SUPERVISOR' ? 'SIGN_OFF_SUPERVISOR' : 'SIGN_OFF_SECOND_ADVISER', centreId)
}

export function mayMarkNotApplicable(
  viewer: Viewer,
  { centreId, mandatory }: Pick<ItemCase, 'centreId' | 'mandatory'>,
): boolean {
  return may(viewer, mandatory ? 'NOT_APPLICABLE_MANDATORY' : 'NOT_APPLICABLE', centreId)
}

/** Who takes back a decision: whoever could have taken it, and of evidence, leads and officers. */
export function mayReopen(viewer: Viewer, { centreId, mandatory, facts }: ItemCase): boolean {
  if (facts.decision === 'WAIVED') return may(viewer, 'WAIVE', centreId)
  if (facts.decision === 'NOT_APPLICABLE') return mayMarkNotApplicable(viewer, { centreId, mandatory })
  return may(viewer, 'REOPEN', centreId)
}

/** What the viewer may do with an item now. */
export function allowedItemActions(viewer: Viewer, item: ItemCase, now: Date): ItemAction[] {
  const { centreId, facts, recordedBy } = item
  const state = itemState(facts, now)
  const own = recordedBy.includes(viewer.id)
  const set = facts.decision === 'NOT_APPLICABLE'
  const possible: Record<ItemAction, boolean> = {
    RECORD_EVIDENCE: !set && may(viewer, 'RECORD_EVIDENCE', centreId),
    WITHDRAW_EVIDENCE:
      facts.evidenceCount > 0 && (may(viewer, 'WITHDRAW', centreId) || (own && may(viewer, 'WITHDRAW_OWN', centreId))),
    START:
      facts.decision === null &&
      facts.startedAt === null &&
      facts.evidenceCount === 0 &&
      may(viewer, 'START', centreId),
    MARK_NOT_APPLICABLE: !set && mayMarkNotApplicable(viewer, item),
    SIGN_OFF: state === 'EVIDENCED' && !own && maySignOff(viewer, item),
    FAIL: (state === 'EVIDENCED' || state === 'SIGNED_OFF') && may(viewer, 'FAIL', centreId),
    WAIVE:
      state !== 'WAIVED' &&
      !set &&
      facts.evidenceCount === 0 &&
      facts.decision !== 'FAILED' &&
      may(viewer, 'WAIVE', centreId),
    REOPEN: isReopenable(facts, now) && mayReopen(viewer, item),
  }
  return (Object.keys(possible) as ItemAction[]).filter((action) => possible[action])
}

/** Whether there is a decision, or a confirmation, to take back. */
export function isReopenable(facts: ItemFacts, now: Date): boolean {
  return facts.decision !== null || itemState(facts, now) === 'SIGNED_OFF'
}

/** An alert as far as permissions go, with the case's adviser and the matter's handler as of now. */
export type AlertCase = {
  centreId: string
  recipientRoles: readonly string[]
  toCaseAdviser: boolean
  caseKnown: boolean
  adviserId: string | null
  /** Null too where it is not for the handler. */
  handlerId: string | null
  /** Where only some may see the case. Null too where row security has already left out what is hidden. */
  restriction: Restriction | null
}

/** Who sees a restricted case besides those who see all of the centre: people named, and until when (ISO) somebody opened it. */
export type Restriction = { allowedUserIds: readonly string[]; opened: Readonly<Record<string, string>> }

const restrictedReaders: Role[] = ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER']

/** Whether the case does not exist for the viewer. */
export function isHidden(
  viewer: Viewer,
  { centreId, restriction }: Pick<AlertCase, 'centreId' | 'restriction'>,
  now: Date = new Date(),
): boolean {
  if (restriction === null || viewer.hasRole(centreId, ...restrictedReaders)) return false
  if (restriction.allowedUserIds.includes(viewer.id)) return false
  const until = restriction.opened[viewer.id]
  return until === undefined || new Date(until) <= now
}

/**
 * Whether an alert is meant for the viewer: by a role, as whoever handles the matter, as the case's adviser, or in the adviser's place
 * while nobody owns the case.
 */
export function isAlertFor(viewer: Viewer, alert: AlertCase): boolean {
  const { centreId, recipientRoles, toCaseAdviser, caseKnown, adviserId, handlerId } = alert
  if (viewer.kind !== 'USER' || isHidden(viewer, alert)) return false
  if (viewer.hasRole(centreId, ...(recipientRoles as Role[]))) return true
  if (handlerId === viewer.id && viewer.hasRole(centreId, ...staff)) return true
  if (!toCaseAdviser || !caseKnown) return false
  return adviserId === null
    ? viewer.hasRole(centreId, ...leads)
    : adviserId === viewer.id && viewer.hasRole(centreId, ...caseworkers)
}

/** Whom it is meant for, and auditors, who look at everything and take part in nothing. */
export function mayReadAlert(viewer: Viewer, alert: AlertCase): boolean {
  return (
    isAlertFor(viewer, alert) ||
    (viewer.kind === 'USER' && viewer.hasRole(alert.centreId, 'AUDITOR') && !isHidden(viewer, alert))
  )
}

/** What the viewer may do with an alert now; `maySnooze` says whether its time lets it be put off. */
export function allowedAlertActions(
  viewer: Viewer,
  { maySnooze, ...alert }: AlertCase & { state: string; maySnooze: boolean },
): AlertAction[] {
  if (alert.state === 'RESOLVED' || alert.state === 'EXPIRED' || !isAlertFor(viewer, alert)) return []
  return [
    ...(alert.state === 'ACKNOWLEDGED' ? [] : (['ACKNOWLEDGE'] as const)),
    ...(maySnooze ? (['SNOOZE'] as const) : []),
    'RESOLVE',
  ]
}
