import { dayOfColumn, londonDate, resultOf } from '@cma/runtime'
import type { Context } from '../context.ts'
import type { BreathingSpace as Row, BreathingSpaceDebt as DebtRow } from '../generated/prisma/client.ts'
import type {
  BreathingSpaceDebtResolvers,
  BreathingSpaceResolvers,
  CreditorReviewResolvers,
} from '../generated/graphql.ts'
import { breathingSpaceLaw, type MilestoneCode } from './reference.ts'
import { dayNumber, eligibilityOf, milestone, milestonesOf, statusOn } from './rules.ts'

const todayOf = ({ services }: Context) => londonDate(services.clock.now())

export const BreathingSpace = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.breathingSpaceById.load(id),
  case: ({ caseId }, _, ctx) => ctx.loaders.caseById.load(caseId),
  client: ({ clientId }, _, ctx) => ctx.loaders.clientById.load(clientId),
  status: (one, _, ctx) => statusOn(one, todayOf(ctx)),
  eligibility: (one, _, ctx) => checksOf(one, ctx),
  dayNumber: (one, _, ctx) => {
    const today = todayOf(ctx)
    return statusOn(one, today) === 'ACTIVE' ? dayNumber(dayOfColumn(one.startedOn!), today) : null
  },
  milestones: ({ kind, startedOn }) => (startedOn === null ? [] : milestonesOf(kind, dayOfColumn(startedOn))),
  creditLimitPence: () => breathingSpaceLaw.obligations.creditLimitPence,
  debts: ({ id }, _, ctx) => ctx.loaders.debtsByBreathingSpace.load(id),
  midwayReview: (one) => midwayOf(one),
  creditorReviews: ({ id }, _, ctx) => ctx.loaders.creditorReviewsByBreathingSpace.load(id),
  pointOfContactAskedOn: async ({ id }, _, ctx) =>
    (await ctx.loaders.contactChecksByBreathingSpace.load(id)).map(({ askedOn }) => dayOfColumn(askedOn)),
} satisfies BreathingSpaceResolvers<Context>

export const BreathingSpaceDebt = {
  requestBy: (debt, _, ctx) => dayOfDebt(debt, 'CREDITOR_REQUEST_BY', ctx),
  decisionBy: (debt, _, ctx) => dayOfDebt(debt, 'CREDITOR_DECISION_BY', ctx),
  courtBy: (debt, _, ctx) => dayOfDebt(debt, 'COURT_APPLICATION_BY', ctx),
} satisfies BreathingSpaceDebtResolvers<Context>

export const CreditorReview = {
  debt: async ({ debtRowId }, _, ctx) => (await ctx.loaders.breathingSpaceDebtById.load(debtRowId))!,
  decideBy: async ({ debtRowId }, _, ctx) => (await decideBy(debtRowId, ctx))!,
  late: async ({ debtRowId, decidedOn }, _, ctx) =>
    decidedOn !== null && dayOfColumn(decidedOn) > (await decideBy(debtRowId, ctx))!,
} satisfies CreditorReviewResolvers<Context>

async function checksOf(one: Row, ctx: Context) {
  const theCase = (await ctx.loaders.caseById.load(one.caseId))!
  const others = (await ctx.loaders.breathingSpacesByClient.load(one.clientId)).filter(({ id }) => id !== one.id)
  const { ruleReference, sourceUrl, verified } = breathingSpaceLaw.eligibilityRule
  // What was judged at the start is not judged anew by what came later.
  const earlier = others.filter(({ draftedAt }) => draftedAt < one.draftedAt)
  const today = one.startedOn ? dayOfColumn(one.startedOn) : todayOf(ctx)
  return eligibilityOf(one, { jurisdiction: theCase.jurisdiction, others: earlier, today }).map((check) => ({
    ...check,
    ruleReference,
    sourceUrl,
    verified,
  }))
}

function midwayOf({ kind, startedOn, midwayReviewedOn, midwayOutcome }: Row) {
  if (!startedOn || !midwayReviewedOn || !midwayOutcome) return null
  const reviewedOn = dayOfColumn(midwayReviewedOn)
  return {
    reviewedOn,
    outcome: midwayOutcome,
    late: reviewedOn > milestone('MIDWAY_REVIEW_BY', kind, dayOfColumn(startedOn)).on,
  }
}

async function dayOfDebt({ startsOn, breathingSpaceId }: DebtRow, code: MilestoneCode, ctx: Context) {
  const one = await ctx.loaders.breathingSpaceById.load(breathingSpaceId)
  return startsOn && one ? milestone(code, one.kind, dayOfColumn(startsOn)).on : null
}

async function decideBy(debtRowId: string, ctx: Context) {
  return dayOfDebt((await ctx.loaders.breathingSpaceDebtById.load(debtRowId))!, 'CREDITOR_DECISION_BY', ctx)
}

const aBreathingSpace = resultOf('BreathingSpace')
export const breathingSpaceResults = {
  DraftBreathingSpaceResult: aBreathingSpace,
  RecordBreathingSpaceEligibilityResult: aBreathingSpace,
  RecordCrisisEvidenceResult: aBreathingSpace,
  StartBreathingSpaceResult: aBreathingSpace,
  AddBreathingSpaceDebtResult: aBreathingSpace,
  RemoveBreathingSpaceDebtResult: aBreathingSpace,
  RecordMidwayReviewResult: aBreathingSpace,
  RecordCreditorReviewRequestResult: aBreathingSpace,
  DecideCreditorReviewResult: aBreathingSpace,
  RecordEndingPlanResult: aBreathingSpace,
  RecordPointOfContactAskedResult: aBreathingSpace,
  RecordTreatmentEndResult: aBreathingSpace,
  EndBreathingSpaceResult: aBreathingSpace,
}
