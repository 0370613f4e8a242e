// The mutations of Breathing Space, as resolvers.ts lists the others.
import type { Context } from '../context.ts'
import type { MutationResolvers } from '../generated/graphql.ts'
import { addBreathingSpaceDebt } from './add-breathing-space-debt.ts'
import { decideCreditorReview } from './decide-creditor-review.ts'
import { draftBreathingSpace } from './draft-breathing-space.ts'
import { endBreathingSpace } from './end-breathing-space.ts'
import { recordBreathingSpaceEligibility } from './record-breathing-space-eligibility.ts'
import { recordCreditorReviewRequest } from './record-creditor-review-request.ts'
import { recordCrisisEvidence } from './record-crisis-evidence.ts'
import { recordEndingPlan } from './record-ending-plan.ts'
import { recordMidwayReview } from './record-midway-review.ts'
import { recordPointOfContactAsked } from './record-point-of-contact-asked.ts'
import { recordTreatmentEnd } from './record-treatment-end.ts'
import { removeBreathingSpaceDebt } from './remove-breathing-space-debt.ts'
import { startBreathingSpace } from './start-breathing-space.ts'

export const breathingSpaceCommands = {
  draftBreathingSpace: (_, args, ctx) => draftBreathingSpace(args, ctx),
  recordBreathingSpaceEligibility: (_, args, ctx) => recordBreathingSpaceEligibility(args, ctx),
  recordCrisisEvidence: (_, args, ctx) => recordCrisisEvidence(args, ctx),
  startBreathingSpace: (_, args, ctx) => startBreathingSpace(args, ctx),
  addBreathingSpaceDebt: (_, args, ctx) => addBreathingSpaceDebt(args, ctx),
  removeBreathingSpaceDebt: (_, args, ctx) => removeBreathingSpaceDebt(args, ctx),
  recordMidwayReview: (_, args, ctx) => recordMidwayReview(args, ctx),
  recordCreditorReviewRequest: (_, args, ctx) => recordCreditorReviewRequest(args, ctx),
  decideCreditorReview: (_, args, ctx) => decideCreditorReview(args, ctx),
  recordEndingPlan: (_, args, ctx) => recordEndingPlan(args, ctx),
  recordPointOfContactAsked: (_, args, ctx) => recordPointOfContactAsked(args, ctx),
  recordTreatmentEnd: (_, args, ctx) => recordTreatmentEnd(args, ctx),
  endBreathingSpace: (_, args, ctx) => endBreathingSpace(args, ctx),
} satisfies MutationResolvers<Context>
