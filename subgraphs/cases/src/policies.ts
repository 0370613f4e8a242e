import type { Role, Viewer } from '@cma/runtime'
import type { CaseAction } from './generated/graphql.ts'
import type { CaseStage, NoteRestriction } from './generated/prisma/enums.ts'

// Who may do what. Commands and reads ask here; row-level security in prisma/cases is the net under it.

const advisers: Role[] = ['ADVISER', 'TRAINEE_ADVISER']
const leads: Role[] = ['SUPERVISOR', 'CENTRE_MANAGER']
const team: Role[] = [...advisers, 'VOLUNTEER_SUPPORT', ...leads]

/** Who sees every restricted case of the centre, and says who else does. */
export const overseers: Role[] = ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER']
/** Who may open a restricted case with a reason. */
const glassBreakers: Role[] = [...advisers, 'VOLUNTEER_SUPPORT', 'SUPERVISOR']

/** Who may own a case. */
export const caseOwners: Role[] = [...advisers, ...leads]

/** Who reads a centre's cases. A network administrator does not, nor does a client or partner software. */
export const readers: Role[] = [...team, 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR']

/** Roles that may, at the case's centre. `whenClosed`: also on a closed case, which else has to be reopened first. */
const table: Record<CaseAction | 'RECORD_EMERGENCY', { roles: Role[]; ownCaseOnly?: Role[]; whenClosed?: true }> = {
  // What is learnt after closing, a disclosure for instance, must find its place too.
  ADD_NOTE: { roles: [...team, 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'], whenClosed: true },
  CHANGE_STAGE: {
    roles: ['ADVISER', 'TRAINEE_ADVISER', ...leads, 'COMPLIANCE_OFFICER'],
    ownCaseOnly: ['TRAINEE_ADVISER'],
    whenClosed: true,
  },
  OVERRIDE_GATE: { roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'], whenClosed: true },
  ASSIGN: { roles: [...advisers, ...leads], ownCaseOnly: advisers },
  UPDATE: { roles: [...advisers, ...leads] },
  RECORD_EMERGENCY: { roles: [...team, 'SAFEGUARDING_LEAD'] },
  ADD_TASK: { roles: [...team, 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'] },
  BOOK_APPOINTMENT: { roles: team },
  UPDATE_CLIENT: { roles: team, whenClosed: true },
  SEE_SENSITIVE_DETAILS: { roles: [...advisers, ...leads], ownCaseOnly: advisers, whenClosed: true },
  RESTRICT: { roles: overseers, whenClosed: true },
  BREATHING_SPACE: { roles: [...advisers, ...leads] },
  // Some of what came of a case shows only after it was closed.
  RECORD_OUTCOME: { roles: [...advisers, ...leads], whenClosed: true },
  RECORD_VULNERABILITY: { roles: [...team, 'SAFEGUARDING_LEAD'], whenClosed: true },
  KEEP_VULNERABILITY: {
    roles: [...advisers, ...leads, 'SAFEGUARDING_LEAD'],
    ownCaseOnly: advisers,
    whenClosed: true,
  },
}

const restrictedReaders: Record<NoteRestriction, Role[]> = {
  NONE: readers,
  COMPLIANCE: ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'],
  VULNERABILITY: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'SUPERVISOR'],
  RESTRICTED: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'],
}

type CaseLike = { centreId: string; adviserId: string | null; stage: CaseStage }
export type Permission = keyof typeof table

export type Verdict = 'YES' | 'NOT_ALLOWED' | 'CASE_CLOSED'

export function may(viewer: Viewer, permission: Permission, theCase: CaseLike): Verdict {
  const { roles, ownCaseOnly = [], whenClosed = false } = table[permission]
  if (viewer.kind !== 'USER') return 'NOT_ALLOWED'
  const isOwn = isOwnCase(viewer, permission, theCase)
  const held = roles.filter((role) => isOwn || !ownCaseOnly.includes(role))
  if (!viewer.hasRole(theCase.centreId, ...held)) return 'NOT_ALLOWED'
  return theCase.stage === 'CLOSED' && !whenClosed ? 'CASE_CLOSED' : 'YES'
}

// An adviser also takes a case that nobody owns.
function isOwnCase(viewer: Viewer, permission: Permission, { adviserId }: CaseLike): boolean {
  return adviserId === viewer.id || (permission === 'ASSIGN' && adviserId === null)
}

const caseActions = Object.keys(table).filter((key): key is CaseAction => key !== 'RECORD_EMERGENCY')

export function allowedActions(viewer: Viewer, theCase: CaseLike): CaseAction[] {
  return caseActions.filter((action) => may(viewer, action, theCase) === 'YES')
}

export function mayReadCases(viewer: Viewer, centreId: string): boolean {
  return viewer.kind !== 'PARTNER' && viewer.hasRole(centreId, ...readers)
}

/** The centres whose cases the viewer reads, or of these the one asked for; queries name them, so that an index serves. */
export function centresRead(viewer: Viewer, only?: string | null): string[] {
  return viewer.centreIds().filter((centreId) => (!only || centreId === only) && mayReadCases(viewer, centreId))
}

/** Of a case that is hidden from the viewer, which the database says. */
export function mayBreakGlass(viewer: Viewer, centreId: string): boolean {
  return viewer.kind === 'USER' && viewer.hasRole(centreId, ...glassBreakers)
}

/** Whether the viewer sees restricted cases without being named. */
export function overseesRestricted(viewer: Viewer, centreId: string): boolean {
  return viewer.hasRole(centreId, ...overseers)
}

export function mayOpenCase(viewer: Viewer, centreId: string): boolean {
  return viewer.kind === 'USER' && viewer.hasRole(centreId, ...team)
}

type NoteLike = { centreId: string; authorId: string; restriction: NoteRestriction }

export function mayReadNote(viewer: Viewer, { centreId, authorId, restriction }: NoteLike): boolean {
  if (!mayReadCases(viewer, centreId)) return false
  return authorId === viewer.id || viewer.hasRole(centreId, ...restrictedReaders[restriction])
}

/** The kinds of note whose content the viewer's roles at the centre open, whoever wrote it. */
export function restrictionsRead(viewer: Viewer, centreId: string): NoteRestriction[] {
  const all = Object.keys(restrictedReaders) as NoteRestriction[]
  return all.filter(
    (restriction) => viewer.kind === 'USER' && viewer.hasRole(centreId, ...restrictedReaders[restriction]),
  )
}

/** The author corrects a note; so do those who lead, of what they may read. */
export function mayAmendNote(viewer: Viewer, note: NoteLike): boolean {
  if (viewer.kind !== 'USER' || !mayReadNote(viewer, note)) return false
  return note.authorId === viewer.id
    ? may(viewer, 'ADD_NOTE', { ...note, adviserId: null, stage: 'ENQUIRY' }) === 'YES'
    : viewer.hasRole(note.centreId, ...leads)
}

export function mayKeepTemplates(viewer: Viewer, centreId: string): boolean {
  return viewer.kind === 'USER' && viewer.hasRole(centreId, ...leads)
}

/** Of a client, whose cases decide: the adviser of one of them, or one who leads. */
export function maySeeSensitiveDetails(
  viewer: Viewer,
  client: { centreId: string },
  cases: { adviserId: string | null }[],
): boolean {
  return cases
    .concat({ adviserId: null })
    .some(({ adviserId }) => may(viewer, 'SEE_SENSITIVE_DETAILS', { ...client, adviserId, stage: 'ENQUIRY' }) === 'YES')
}

/** As a VULNERABILITY note, and by the adviser of one of the client's cases, who has to act on it. */
export function mayReadVulnerability(
  viewer: Viewer,
  { centreId, recordedById }: { centreId: string; recordedById: string },
  cases: { adviserId: string | null }[],
): boolean {
  if (viewer.kind !== 'USER' || !mayReadCases(viewer, centreId)) return false
  return (
    recordedById === viewer.id ||
    viewer.hasRole(centreId, ...restrictedReaders.VULNERABILITY) ||
    (viewer.hasRole(centreId, ...advisers) && cases.some(({ adviserId }) => adviserId === viewer.id))
  )
}

/** Who compares how cases of vulnerable clients ended with the others. */
export function mayCompareOutcomes(viewer: Viewer, centreId: string): boolean {
  return viewer.kind === 'USER' && viewer.hasRole(centreId, ...overseers)
}

export function mayUpdateClient(viewer: Viewer, client: { centreId: string }): boolean {
  return may(viewer, 'UPDATE_CLIENT', { ...client, adviserId: null, stage: 'ENQUIRY' }) === 'YES'
}
