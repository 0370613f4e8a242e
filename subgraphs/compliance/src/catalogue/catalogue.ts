import type { AlertCode } from '../generated/graphql.ts'
import type { AlertKind } from './alert-kind.ts'
import { authorityExpired } from './authority-expired.ts'
import { bsCreditorReviewRequested } from './bs-creditor-review-requested.ts'
import { bsEndingNoPlan } from './bs-ending-no-plan.ts'
import { bsMhcEvidenceMissing } from './bs-mhc-evidence-missing.ts'
import { bsMidwayReviewMissed } from './bs-midway-review-missed.ts'
import { bsMidwayReviewWindowOpen } from './bs-midway-review-window-open.ts'
import { caseDormant } from './case-dormant.ts'
import { coaOverdue } from './coa-overdue.ts'
import { complaint3bdClosing } from './complaint-3bd-closing.ts'
import { complaint8WeeksBreached } from './complaint-8-weeks-breached.ts'
import { complaintAckDue } from './complaint-ack-due.ts'
import { complaintWeek4 } from './complaint-week-4.ts'
import { complaintWeek6 } from './complaint-week-6.ts'
import { complaintWeek7 } from './complaint-week-7.ts'
import { completionDrop } from './completion-drop.ts'
import { consentExpired } from './consent-expired.ts'
import { dataBreach72h } from './data-breach-72h.ts'
import { dsarDue } from './dsar-due.ts'
import { emergencyEnforcement } from './emergency-enforcement.ts'
import { fileReviewPoorOrHarm } from './file-review-poor-or-harm.ts'
import { gateOverridden } from './gate-overridden.ts'
import { mandatoryItemOverdue } from './mandatory-item-overdue.ts'
import { noteLate } from './note-late.ts'
import { restrictedCaseAccessed } from './restricted-case-accessed.ts'
import { safeguardingDisclosure } from './safeguarding-disclosure.ts'
import { samplingShortfall } from './sampling-shortfall.ts'
import { vulnerabilityNotReviewed } from './vulnerability-not-reviewed.ts'

/** Every kind of alert that the engine raises; one file each beside this one. */
export const catalogue: Record<AlertCode, AlertKind> = {
  SAFEGUARDING_DISCLOSURE: safeguardingDisclosure,
  GATE_OVERRIDDEN: gateOverridden,
  MANDATORY_ITEM_OVERDUE: mandatoryItemOverdue,
  COA_OVERDUE: coaOverdue,
  NOTE_LATE: noteLate,
  BS_MIDWAY_REVIEW_WINDOW_OPEN: bsMidwayReviewWindowOpen,
  BS_MIDWAY_REVIEW_MISSED: bsMidwayReviewMissed,
  BS_CREDITOR_REVIEW_REQUESTED: bsCreditorReviewRequested,
  BS_ENDING_NO_PLAN: bsEndingNoPlan,
  BS_MHC_EVIDENCE_MISSING: bsMhcEvidenceMissing,
  VULNERABILITY_NOT_REVIEWED: vulnerabilityNotReviewed,
  EMERGENCY_ENFORCEMENT: emergencyEnforcement,
  COMPLAINT_ACK_DUE: complaintAckDue,
  COMPLAINT_3BD_CLOSING: complaint3bdClosing,
  COMPLAINT_WEEK_4: complaintWeek4,
  COMPLAINT_WEEK_6: complaintWeek6,
  COMPLAINT_WEEK_7: complaintWeek7,
  COMPLAINT_8_WEEKS_BREACHED: complaint8WeeksBreached,
  DSAR_DUE: dsarDue,
  DATA_BREACH_72H: dataBreach72h,
  CONSENT_EXPIRED: consentExpired,
  AUTHORITY_EXPIRED: authorityExpired,
  RESTRICTED_CASE_ACCESSED: restrictedCaseAccessed,
  FILE_REVIEW_POOR_OR_HARM: fileReviewPoorOrHarm,
  CASE_DORMANT: caseDormant,
  COMPLETION_DROP: completionDrop,
  SAMPLING_SHORTFALL: samplingShortfall,
}

export const kinds: AlertKind[] = Object.values(catalogue)
