import type { AlertCode, AlertSeverity, Force, MatterKind } from '../generated/graphql.ts'
import type { CentrePicture } from '../engine/centre-picture.ts'
import type { CasePicture } from '../engine/case-picture.ts'
import type { LedgerEvent } from '../engine/ledger-event.ts'
import type { MatterPicture, PlannedAlert } from '../engine/matter-picture.ts'
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
  matter?: { kind: MatterKind; id: string; handlerId: string | null }
  causeEventId?: string
  dueAt: Date | null
  /** Where it differs from the kind's. */
  severity?: AlertSeverity
  /** When it grows more severe; by working days after the deadline when left out. */
  growsAt?: Date
  facts: AlertFacts
}

export type Moment = { now: Date; holidays: BankHolidays }

/**
 * Everything about one kind of alert. It is raised by an event of the ledger, or for as long as a condition of a case, a matter or
 * a centre holds; what a condition raised is resolved by the facts as soon as it no longer holds.
 */
export type AlertKind = {
  code: AlertCode
  severity: AlertSeverity
  /** Whether law, rule or policy asks for it to be dealt with. */
  force: Force
  ruleReference?: string
  /** Of a matter, its handler too when `handler` says so. */
  recipients: { roles: AlertRole[]; caseAdviser: boolean; handler?: true }
  trigger:
    | { action: string; raise: (event: LedgerEvent, moment: Moment) => AlertDraft | undefined }
    | { whileHolds: (picture: CasePicture, moment: Moment) => AlertDraft[] }
    | { ofMatter: MatterKind; plan: (picture: MatterPicture, moment: Moment) => PlannedAlert[] }
    | { ofCentre: (picture: CentrePicture) => AlertDraft | undefined }
  /** In words: when it is raised. */
  raisedWhen: string
  /** In words: by when to act. */
  deadline: string
  /**
   * Grows more severe, and reaches more people, when still open: at the moment that its draft says, or so many working days after its
   * deadline. Drafts that say neither do not grow.
   */
  escalation?: { workingDays?: number; when: string; severity: AlertSeverity; addRoles: AlertRole[] }
  /** In a few words. */
  title: string
  /** What happened and by when to act. */
  message: (facts: AlertFacts) => string
  /** What to do today, step by step. */
  actions: (facts: AlertFacts) => string[]
  /** What closes it, for readers of the catalogue. */
  resolvedBy: string
}
