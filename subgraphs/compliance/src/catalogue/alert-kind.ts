import type { AlertCode, AlertSeverity, Force } from '../generated/graphql.ts'
import type { CasePicture } from '../engine/case-picture.ts'
import type { LedgerEvent } from '../engine/ledger-event.ts'
import type { BankHolidays } from '../rules/working-days.ts'

export type AlertRole = 'SAFEGUARDING_LEAD' | 'CENTRE_MANAGER' | 'SUPERVISOR' | 'COMPLIANCE_OFFICER' | 'DPO'

/** Ids, enums and dates that the wording of an alert needs; no names, no free text of a person, no health. */
export type AlertFacts = Record<string, string | number>

/** An alert to be raised, before it is known whether it has been already. */
export type AlertDraft = {
  code: AlertCode
  /** What it is about: the same matter has the same key, and is raised once. */
  key: string
  centreId: string
  caseId: string | null
  itemId?: string
  noteId?: string
  appointmentId?: string
  causeEventId?: string
  dueAt: Date | null
  facts: AlertFacts
}

export type Moment = { now: Date; holidays: BankHolidays }

/**
 * Everything about one kind of alert. It is raised by an event of the ledger, or for as long as a condition of a case holds;
 * what a condition raised is resolved by the facts as soon as it no longer holds.
 */
export type AlertKind = {
  code: AlertCode
  severity: AlertSeverity
  /** Whether law, rule or policy asks for it to be dealt with. */
  force: Force
  ruleReference?: string
  recipients: { roles: AlertRole[]; caseAdviser: boolean }
  trigger:
    | { action: string; raise: (event: LedgerEvent, moment: Moment) => AlertDraft | undefined }
    | { whileHolds: (picture: CasePicture, moment: Moment) => AlertDraft[] }
  /** Grows more severe, and reaches more people, when still open so many working days after its deadline. */
  escalation?: { workingDays: number; severity: AlertSeverity; addRoles: AlertRole[] }
  /** In a few words. */
  title: string
  /** What happened and by when to act. */
  message: (facts: AlertFacts) => string
  /** What to do today, step by step. */
  actions: (facts: AlertFacts) => string[]
  /** What closes it, for readers of the catalogue. */
  resolvedBy: string
}
