import { newId } from '@cma/runtime'
import type { TestCentre } from '@cma/testing'
import type { CaseStage } from '../generated/graphql.ts'
import type { TestEvent } from './a-ledger.ts'

type Opening = {
  caseId?: string
  adviserId?: string | null
  type?: string
  stage?: CaseStage
  jurisdiction?: string
  joint?: boolean
  at?: Date | string
}

/** The events that `cases` records, as it records them. */
export function casework(centre: TestCentre, caseId = newId()) {
  const event = (action: string, facts: Record<string, unknown>, at?: Date | string): TestEvent => ({
    action,
    centre,
    facts: { caseId, ...facts },
    ...(at && { at }),
  })
  return {
    caseId,
    opened({
      adviserId = null,
      type = 'DEBT_CASEWORK',
      stage = 'ENQUIRY',
      jurisdiction = 'ENGLAND_WALES',
      joint = false,
      at = new Date(),
    }: Opening = {}) {
      return event(
        'cases.case.opened',
        { type, stage, jurisdiction, joint, adviserId, openedAt: new Date(at).toISOString() },
        at,
      )
    },
    moved(
      from: CaseStage,
      to: CaseStage,
      { at = new Date() as Date | string, overridden = false, blockers = [] as string[] } = {},
    ) {
      return event('cases.case.stage_changed', { from, to, at: new Date(at).toISOString(), overridden, blockers }, at)
    },
    assigned: (adviserId: string | null) => event('cases.case.assigned', { adviserId }),
    updated: (facts: Record<string, unknown>) => event('cases.case.updated', { fields: Object.keys(facts), ...facts }),
    noted(
      category: string,
      {
        noteId = newId(),
        contactedAt = null as string | null,
        appointmentId = null as string | null,
        at = new Date() as Date | string,
      } = {},
    ) {
      return event(
        'cases.note.added',
        { noteId, category, priority: 'NORMAL', contactedAt, appointmentId, authorId: newId() },
        at,
      )
    },
    appointment(
      state: 'booked' | 'attended' | 'missed' | 'cancelled',
      {
        appointmentId = newId(),
        kind = 'ADVICE',
        startsAt,
      }: { appointmentId?: string; kind?: string; startsAt: string },
    ) {
      return event(`cases.appointment.${state}`, {
        appointmentId,
        kind,
        startsAt: new Date(startsAt).toISOString(),
        adviserId: null,
      })
    },
  }
}
