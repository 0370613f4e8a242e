import { resultOf } from '@cma/runtime'
import type { Context } from './context.ts'
import type { CaseResolvers, NextActionResolvers, StageTransitionResolvers } from './generated/graphql.ts'
import { listCaseNotes } from './list-case-notes.ts'
import { summaryOf } from './note-content.ts'
import { allowedActions } from './policies.ts'
import { asUser } from './references.ts'
import { waysFrom } from './stage-machine.ts'

export const Case = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.caseById.load(id),
  nextStages: (theCase) => waysFrom(theCase).map(({ to }) => to),
  stageHistory: ({ id }, _, ctx) => ctx.loaders.stageHistoryByCase.load(id),
  emergencies: ({ id }, _, ctx) => ctx.loaders.openEmergenciesByCase.load(id),
  centre: ({ centreId }) => ({ id: centreId }),
  client: ({ clientId }, _, ctx) => ctx.loaders.clientById.load(clientId),
  jointClient: ({ jointClientId }, _, ctx) =>
    jointClientId === null ? null : ctx.loaders.clientById.load(jointClientId),
  adviser: ({ adviserId }) => asUser(adviserId),
  notes: (theCase, args, ctx) => listCaseNotes(theCase, args, ctx),
  tasks: async ({ id }, { includeDone }, ctx) =>
    (await ctx.loaders.tasksByCase.load(id)).filter(({ doneAt }) => includeDone || !doneAt),
  appointments: ({ id }, _, ctx) => ctx.loaders.appointmentsByCase.load(id),
  nextAction: ({ id }, _, ctx) => ctx.loaders.nextActionByCase.load(id),
  lastActivity: ({ lastActivityKind, lastActivityAt, lastActivityById }) => ({
    kind: lastActivityKind,
    at: lastActivityAt,
    by: asUser(lastActivityById),
  }),
  allowed: (theCase, _, { viewer }) => allowedActions(viewer, theCase),
} satisfies CaseResolvers<Context>

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
}
