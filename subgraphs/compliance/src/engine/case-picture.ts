import type { CaseStage, CaseType, Jurisdiction, SignOff } from '../generated/graphql.ts'
import type { Clock } from '../rules/due.ts'

/** What the engine knows of a case from the ledger; a row of case_fact. */
export type CaseFact = {
  caseId: string
  centreId: string
  type: CaseType
  jurisdiction: Jurisdiction
  joint: boolean
  stage: CaseStage
  mainStage: CaseStage
  stageEnteredAt: Date
  adviserId: string | null
  openedAt: Date
  /** When anything last happened on it. */
  lastActivityAt: Date
}

/** A row of appointment_fact. */
export type AppointmentFact = {
  appointmentId: string
  caseId: string
  centreId: string
  kind: string
  startsAt: Date
  adviserId: string | null
  state: 'BOOKED' | 'ATTENDED' | 'MISSED' | 'CANCELLED'
  noteId: string | null
  noteDueAt: Date | null
}

/** An item of a case with what its reference item says of it. */
export type CaseItem = {
  id: string
  caseChecklistId: string
  caseId: string
  code: string
  text: string
  ruleReference: string
  weight: number
  mandatory: boolean
  stage: CaseStage | null
  jointOnly: boolean
  notForCaseTypes: CaseType[]
  jurisdictions: Jurisdiction[]
  onlyWhen: string[]
  clock: Clock | null
  overdueAlert: string | null
  retired: boolean
  applies: boolean
  signOff: SignOff
  startedAt: Date | null
  evidenceCount: number
  signedOffAt: Date | null
  decision: 'FAILED' | 'NOT_APPLICABLE' | 'WAIVED' | null
  waivedUntil: string | null
  done: boolean
  doneAt: Date | null
  dueAt: Date | null
}

/** All that is known of a case: what clocks and alerts are worked out from. */
export type CasePicture = {
  fact: CaseFact
  anchors: Map<string, Date>
  appointments: AppointmentFact[]
  items: CaseItem[]
}
