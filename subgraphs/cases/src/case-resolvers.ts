import { resultOf } from '@cma/runtime'
import type { Context } from './context.ts'
import type {
  CaseResolvers,
  CaseRestrictionResolvers,
  RestrictionOpeningResolvers,
  NextActionResolvers,
  StageTransitionResolvers,
} from './generated/graphql.ts'
import { listCaseNotes } from './list-case-notes.ts'
import { summaryOf } from './note-content.ts'
import { allowedActions } from './policies.ts'
import { asUser } from './references.ts'
import { looked } from './record-views.ts'
import { openedUntil } from './restriction.ts'
import { waysFrom } from './stage-machine.ts'

export const Case = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.caseById.load(id),
  nextStages: (theCase) => waysFrom(theCase).map(({ to }) => to),
  stageHistory: (theCase, _, ctx) => ctx.loaders.stageHistoryByCase.load(looked(theCase, ctx).id),
  emergencies: ({ id }, _, ctx) => ctx.loaders.openEmergenciesByCase.load(id),
  centre: ({ centreId }) => ({ id: centreId }),
  client: ({ clientId }, _, ctx) => ctx.loaders.clientById.load(clientId),
  jointClient: ({ jointClientId }, _, ctx) =>
    jointClientId === null ? null : ctx.loaders.clientById.load(jointClientId),
  adviser: ({ adviserId }) => asUser(adviserId),
  notes: (theCase, args, ctx) => listCaseNotes(looked(theCase, ctx), args, ctx),
  tasks: async (theCase, { includeDone }, ctx) =>
    (await ctx.loaders.tasksByCase.load(looked(theCase, ctx).id)).filter(({ doneAt }) => includeDone || !doneAt),
  appointments: (theCase, _, ctx) => ctx.loaders.appointmentsByCase.load(looked(theCase, ctx).id),
  nextAction: ({ id }, _, ctx) => ctx.loaders.nextActionByCase.load(id),
  lastActivity: ({ lastActivityKind, lastActivityAt, lastActivityById }) => ({
    kind: lastActivityKind,
    at: lastActivityAt,
    by: asUser(lastActivityById),
  }),
  restriction: ({ id, restricted }, _, ctx) => (restricted ? ctx.loaders.restrictionByCase.load(id) : null),
  breathingSpaces: (theCase, _, ctx) => ctx.loaders.breathingSpacesByCase.load(looked(theCase, ctx).id),
  outcomes: (theCase, _, ctx) => ctx.loaders.outcomesByCase.load(looked(theCase, ctx).id),
  allowed: (theCase, _, { viewer }) => allowedActions(viewer, theCase),
} satisfies CaseResolvers<Context>

export const CaseRestriction = {
  allowed: ({ allowedUserIds }) => allowedUserIds.map((id) => ({ id })),
  since: ({ restrictedAt }) => restrictedAt,
  by: ({ restrictedById }) => asUser(restrictedById),
  openedUntil: (restriction, _, ctx) => openedUntil(restriction, ctx),
  openings: ({ caseId }, _, ctx) => ctx.loaders.openingsByCase.load(caseId),
} satisfies CaseRestrictionResolvers<Context>

export const RestrictionOpening = {
  by: ({ userId }) => asUser(userId),
  at: ({ openedAt }) => openedAt,
} satisfies RestrictionOpeningResolvers<Context>

export const NextAction = {
  summary: (action, _, ctx) => summaryOf(action, ctx),
} satisfies NextActionResolvers<Context>

export const StageTransition = {
  from: ({ fromStage }) => fromStage,
  to: ({ toStage }) => toStage,
  by: ({ byId }) => asUser(byId),
} satisfies StageTransitionResolvers<Context>

const aCase = resultOf('Case')
export const caseResults = {
  OpenCaseResult: aCase,
  ChangeStageResult: aCase,
  AssignCaseResult: aCase,
  UpdateCaseResult: aCase,
  RecordEmergencyResult: aCase,
  ClearEmergencyResult: aCase,
  RestrictCaseResult: aCase,
  LiftRestrictionResult: aCase,
  BreakGlassResult: aCase,
}
