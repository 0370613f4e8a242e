import type { AlertCode } from '../generated/graphql.ts'
import type { AlertKind } from './alert-kind.ts'
import { coaOverdue } from './coa-overdue.ts'
import { gateOverridden } from './gate-overridden.ts'
import { mandatoryItemOverdue } from './mandatory-item-overdue.ts'
import { noteLate } from './note-late.ts'
import { safeguardingDisclosure } from './safeguarding-disclosure.ts'

const declared: Partial<Record<AlertCode, AlertKind>> = {
  SAFEGUARDING_DISCLOSURE: safeguardingDisclosure,
  GATE_OVERRIDDEN: gateOverridden,
  MANDATORY_ITEM_OVERDUE: mandatoryItemOverdue,
  COA_OVERDUE: coaOverdue,
  NOTE_LATE: noteLate,
}

/** Every kind of alert that the engine raises; one file each beside this one. */
export const catalogue = declared as Record<AlertCode, AlertKind>

export const kinds: AlertKind[] = Object.values(catalogue)
