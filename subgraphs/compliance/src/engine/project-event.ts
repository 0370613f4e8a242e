import { londonDate } from '@cma/runtime/london-date'
import type { CaseStage } from '../generated/graphql.ts'
import { endOfDay } from '../rules/days.ts'
import { stageRank } from '../rules/stages.ts'
import { addWorkingDays, type BankHolidays } from '../rules/working-days.ts'
import type { AppointmentFact, CaseFact } from './case-picture.ts'
import {
  appointment,
  caseAssigned,
  caseOpened,
  caseTouched,
  caseUpdated,
  noteAdded,
  stageChanged,
} from './event-facts.ts'
import type { LedgerEvent } from './ledger-event.ts'
import { solutionAnchors } from './solution-anchors.ts'

/** Working days in which a contact is written up. */
const noteWorkingDays = 2

/** The facts of the cases that a batch of events touches; `project` changes them. */
export type FactStore = {
  cases: Map<string, CaseFact>
  /** By case, then by key. */
  anchors: Map<string, Map<string, Date>>
  /** By case, then by appointment. */
  appointments: Map<string, Map<string, AppointmentFact>>
}

/** The case that an event is about; undefined when it says nothing to this domain. */
export function caseOf(event: LedgerEvent): string | undefined {
  const ours = /^compliance\.(evidence|item|checklist)\./.test(event.action)
  if (!ours && !isActivity(event) && !(event.action in projections)) return undefined
  return caseTouched.safeParse(event.facts).data?.caseId
}

/**
 * Takes one event into the facts.
 * @returns false when the event's facts are not what this domain relies on, and nothing was taken
 */
export function project(event: LedgerEvent, store: FactStore, holidays: BankHolidays): boolean {
  const taken = projections[event.action]?.(event, store, holidays) ?? true
  const known = isActivity(event) ? store.cases.get(caseTouched.safeParse(event.facts).data?.caseId ?? '') : undefined
  if (known !== undefined && event.occurredAt > known.lastActivityAt) known.lastActivityAt = event.occurredAt
  return taken
}

/** Whether an event is something done on its case; that somebody looked at it is not. */
function isActivity({ action }: LedgerEvent): boolean {
  return action.startsWith('cases.') && !action.startsWith('cases.restricted_case.')
}

type Projection = (event: LedgerEvent, store: FactStore, holidays: BankHolidays) => boolean

const projections: Record<string, Projection> = {
  'cases.case.opened'(event, { cases, anchors }) {
    const facts = caseOpened.safeParse(event.facts).data
    if (facts === undefined || event.centreId === null) return false
    const { caseId, type, stage, jurisdiction, joint, adviserId, openedAt } = facts
    const mainStage = onMainWay(stage) ?? 'ENQUIRY'
    cases.set(caseId, {
      caseId,
      centreId: event.centreId,
      type,
      jurisdiction,
      joint,
      stage,
      mainStage,
      stageEnteredAt: openedAt,
      adviserId,
      openedAt,
      lastActivityAt: event.occurredAt,
    })
    inner(anchors, caseId).set('CASE_OPENED', openedAt).set(`STAGE_ENTERED:${stage}`, openedAt)
    return true
  },

  'cases.case.stage_changed'(event, { cases, anchors }) {
    const facts = stageChanged.safeParse(event.facts).data
    if (facts === undefined) return false
    const known = cases.get(facts.caseId)
    if (known === undefined) return true // opened before this domain was there: nothing is held of it
    cases.set(facts.caseId, {
      ...known,
      stage: facts.to,
      mainStage: onMainWay(facts.to) ?? known.mainStage,
      stageEnteredAt: facts.at,
    })
    inner(anchors, facts.caseId).set(`STAGE_ENTERED:${facts.to}`, facts.at)
    return true
  },

  'cases.case.assigned'(event, { cases }) {
    const facts = caseAssigned.safeParse(event.facts).data
    if (facts === undefined) return false
    const known = cases.get(facts.caseId)
    if (known !== undefined) cases.set(facts.caseId, { ...known, adviserId: facts.adviserId })
    return true
  },

  'cases.case.updated'(event, { cases }) {
    const facts = caseUpdated.safeParse(event.facts).data
    if (facts === undefined) return false
    const known = cases.get(facts.caseId)
    if (known === undefined) return true
    const { type = known.type, jurisdiction = known.jurisdiction, joint = known.joint } = facts
    cases.set(facts.caseId, { ...known, type, jurisdiction, joint })
    return true
  },

  'cases.note.added'(event, { appointments }) {
    const facts = noteAdded.safeParse(event.facts).data
    if (facts === undefined) return false
    for (const [id, kept] of inner(appointments, facts.caseId)) {
      const records =
        facts.appointmentId === id ||
        (facts.contactedAt != null && londonDate(facts.contactedAt) === londonDate(kept.startsAt))
      if (records && kept.noteId === null) inner(appointments, facts.caseId).set(id, { ...kept, noteId: facts.noteId })
    }
    return true
  },

  ...solutionAnchors,

  'cases.appointment.booked': (event, store, holidays) => keepAppointment(event, 'BOOKED', store, holidays),
  'cases.appointment.attended': (event, store, holidays) => keepAppointment(event, 'ATTENDED', store, holidays),
  'cases.appointment.missed': (event, store, holidays) => keepAppointment(event, 'MISSED', store, holidays),
  'cases.appointment.cancelled': (event, store, holidays) => keepAppointment(event, 'CANCELLED', store, holidays),
}

function keepAppointment(
  event: LedgerEvent,
  state: AppointmentFact['state'],
  store: FactStore,
  holidays: BankHolidays,
): boolean {
  const facts = appointment.safeParse(event.facts).data
  if (facts === undefined || event.centreId === null) return false
  const { caseId, appointmentId, kind, startsAt, adviserId } = facts
  const known = inner(store.appointments, caseId)
  const calendar = holidays[store.cases.get(caseId)?.jurisdiction ?? 'ENGLAND_WALES']
  known.set(appointmentId, {
    appointmentId,
    caseId,
    centreId: event.centreId,
    kind,
    startsAt,
    adviserId,
    state,
    noteId: known.get(appointmentId)?.noteId ?? null,
    noteDueAt: state === 'ATTENDED' ? endOfDay(addWorkingDays(londonDate(startsAt), noteWorkingDays, calendar)) : null,
  })
  const anchors = inner(store.anchors, caseId)
  for (const key of anchors.keys()) if (key.startsWith('APPOINTMENT:')) anchors.delete(key)
  const attended = [...known.values()]
    .filter((one) => one.state === 'ATTENDED')
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  for (const one of attended.toReversed()) anchors.set(`APPOINTMENT:${one.kind}`, one.startsAt)
  if (attended[0] !== undefined) anchors.set('APPOINTMENT:FIRST', attended[0].startsAt)
  return true
}

function onMainWay(stage: CaseStage): CaseStage | undefined {
  return stageRank(stage) === undefined ? undefined : stage
}

function inner<Value>(outer: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  let found = outer.get(key)
  if (found === undefined) outer.set(key, (found = new Map()))
  return found
}
