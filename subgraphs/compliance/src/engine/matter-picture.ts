import type { AlertSeverity, CaseStage, Jurisdiction, MatterKind } from '../generated/graphql.ts'
import type { AlertDraft } from '../catalogue/alert-kind.ts'
import type { ClockStanding } from '../rules/matter-clock.ts'

/** What the engine knows of a matter from the ledger; a row of matter_fact. */
export type MatterFact = {
  matterId: string
  kind: MatterKind
  centreId: string
  caseId: string | null
  /** What it belongs to: a Breathing Space, or a client. */
  parentId: string | null
  handlerId: string | null
  /** Days and moments by name. */
  anchors: Record<string, string>
  /** Ids, enums and numbers. */
  facts: Record<string, string | number | boolean>
}

/** The case of a matter, where there is one that is known. */
export type CaseOfMatter = { jurisdiction: Jurisdiction; stage: CaseStage }

/** A matter with its clocks, which its alerts are worked out from. */
export type MatterPicture = {
  matter: MatterFact
  law: Jurisdiction
  /** Those that have started, by code. */
  clocks: ReadonlyMap<string, ClockStanding>
  /** Nothing is to be done about it any more, such as of a closed case. */
  over: boolean
}

/** An alert that holds from a moment on, and perhaps until another. */
export type PlannedAlert = {
  from: Date
  /** The first moment at which it no longer holds; as long as the facts say so when left out. */
  until?: Date
  /** What it is about besides the matter, when the matter may raise several of its kind. */
  part?: string
  dueAt: Date | null
  /** Where it differs from the kind's. */
  severity?: AlertSeverity
  /** When it grows more severe, as its kind says. */
  growsAt?: Date
  facts?: AlertDraft['facts']
}
