import { newId } from '@cma/runtime'
import type { TestCentre } from '@cma/testing'
import type { CaseStage } from '../generated/graphql.ts'
import type { TestEvent } from './a-ledger.ts'

type When = Date | string
type Opening = {
  adviserId?: string | null
  type?: string
  stage?: CaseStage
  jurisdiction?: string
  joint?: boolean
  at?: When
  /** When it was recorded, where that is not when it was opened. */
  recordedAt?: When
}
type Move = { at?: When; overridden?: boolean; blockers?: string[] }
type Note = { noteId?: string; contactedAt?: string | null; appointmentId?: string | null; at?: When }
type Appointment = { appointmentId?: string; kind?: string; startsAt: string }

/** The events that `cases` records, as it records them. */
export function casework(centre: TestCentre, caseId = newId()) {
  const event = (action: string, facts: Record<string, unknown>, at?: When): TestEvent => ({
    action,
    centre,
    facts: { caseId, ...facts },
    ...(at !== undefined && { at }),
  })
  return {
    caseId,
    opened({ adviserId = null, at = new Date(), recordedAt = at, ...rest }: Opening = {}) {
      const { type = 'DEBT_CASEWORK', stage = 'ENQUIRY', jurisdiction = 'ENGLAND_WALES', joint = false } = rest
      const openedAt = new Date(at).toISOString()
      return event('cases.case.opened', { type, stage, jurisdiction, joint, adviserId, openedAt }, recordedAt)
    },
    moved(from: CaseStage, to: CaseStage, { at = new Date(), overridden = false, blockers = [] }: Move = {}) {
      return event('cases.case.stage_changed', { from, to, at: new Date(at).toISOString(), overridden, blockers }, at)
    },
    restricted: (allowedUserIds: string[] = []) => event('cases.case.restricted', { allowedUserIds }),
    unrestricted: () => event('cases.case.unrestricted', {}),
    glassBroken: (userId: string, until: Date) =>
      event('cases.restricted_case.break_glass', { userId, until: until.toISOString() }),
    assigned: (adviserId: string | null) => event('cases.case.assigned', { adviserId }),
    updated: (facts: Record<string, unknown>) => event('cases.case.updated', { fields: Object.keys(facts), ...facts }),
    noted(
      category: string,
      { noteId = newId(), contactedAt = null, appointmentId = null, at = new Date() }: Note = {},
    ) {
      const facts = { noteId, category, priority: 'NORMAL', contactedAt, appointmentId, authorId: newId() }
      return event('cases.note.added', facts, at)
    },
    appointment(
      state: 'booked' | 'attended' | 'missed' | 'cancelled',
      { appointmentId = newId(), kind = 'ADVICE', startsAt }: Appointment,
    ) {
      const facts = { appointmentId, kind, startsAt: new Date(startsAt).toISOString(), adviserId: null }
      return event(`cases.appointment.${state}`, facts)
    },
  }
}
