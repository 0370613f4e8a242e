import type { Faker } from '@faker-js/faker'
import type { FictionalClient } from './fictional-client.ts'
import type { CentreKey, PersonKey } from './people.ts'
import { careSteps } from './care-steps.ts'
import { noteFor } from './everyday-notes.ts'
import type { Story } from './stories.ts'

/** What is known of a case while it is played: ids that earlier steps answered with, by name. */
export type Known = Record<string, string>

export type Action =
  | { kind: 'send'; mutation: string; input: (known: Known, day: DayOf) => Record<string, unknown>; keep?: string }
  /** Records evidence for this share of the open items of the present stage. */
  | { kind: 'evidence'; share: number }
  /** Opens the case's page. */
  | { kind: 'look' }
  /** Moves the case on, with whatever evidence and signatures the way asks for; or forces it. */
  | { kind: 'advance'; to: string; reason?: string; override?: boolean }

/** The calendar day that lies so many days before the day of loading; negative: after it. */
export type DayOf = (daysAgo: number) => string

export type Step = { daysAgo: number; by: PersonKey; action: Action }
export type CasePlan = { story: Story; steps: Step[] }

const mainWay = [
  'ENQUIRY',
  'ONBOARDING',
  'FACT_FIND',
  'INCOME_MAX',
  'BUDGET',
  'OPTIONS',
  'ADVICE_GIVEN',
  'IMPLEMENTATION',
  'MONITORING',
  'REVIEW_DUE',
]

/** Where cases that left the main way, or came to its end, had got to. */
const leftFrom: Record<string, string> = {
  CLOSURE_PENDING: 'MONITORING',
  CLOSED: 'REVIEW_DUE',
  ON_HOLD: 'BUDGET',
  REFERRED_OUT: 'ONBOARDING',
  DISENGAGED: 'FACT_FIND',
  DECEASED: 'IMPLEMENTATION',
  TRANSFERRED: 'OPTIONS',
}

const leads = {
  NORTH: { front: 'volunteer@north', manager: 'manager@north' },
  SOUTH: { front: 'adviser@south', manager: 'manager@south' },
} as const satisfies Record<CentreKey, Record<string, PersonKey>>

/** All that happened on a case, in order: from the first call to where the story says it stands. */
export function planCase(
  story: Story,
  client: FictionalClient,
  ids: { centreId: string; adviserId: string | undefined },
  faker: Faker,
): CasePlan {
  const worker = story.adviser ?? leads[story.centre].front
  const days = stageDays(story)
  const steps: Step[] = [
    { daysAgo: story.opened, by: leads[story.centre].front, action: openCase(story, client, ids) },
    ...clientDetails(story, client, worker),
    ...stageSteps(story, days, worker, faker),
    ...firstAppointment(story, days, worker),
    ...ownSteps(story, worker),
    ...careSteps(story.care, { by: worker, opened: story.opened }),
  ]
  return { story, steps: inOrder(steps) }
}

/** Stages that the case came into, each with its day; the last is the one it stands in. */
export function stageDays({ stage, opened }: Story): { stage: string; daysAgo: number }[] {
  const last = leftFrom[stage] ?? stage
  const passed = mainWay.slice(0, mainWay.indexOf(last) + 1)
  const way = [...passed, ...(stage === 'CLOSED' ? ['CLOSURE_PENDING', 'CLOSED'] : stage === last ? [] : [stage])]
  // The present stage began a while ago, but not too long: a tenth of the whole time, at least a day.
  const end = Math.max(opened === 0 ? 0 : 1, Math.round(opened / 10))
  return way.map((name, index) => ({
    stage: name,
    daysAgo: Math.round(opened - ((opened - end) * index) / Math.max(1, way.length - 1)),
  }))
}

function openCase(
  story: Story,
  { newClient }: FictionalClient,
  { centreId, adviserId }: { centreId: string; adviserId: string | undefined },
): Action {
  const input = {
    centreId,
    newClient: { ...newClient, ...story.client },
    ...(story.joint && { newJointClient: story.joint }),
    type: story.type ?? 'DEBT_CASEWORK',
    jurisdiction: story.jurisdiction ?? 'ENGLAND_WALES',
    priority: story.priority ?? 'NORMAL',
    reasonForDebt: story.reason,
    referralSource: story.source ?? 'Own enquiry',
    ...(adviserId !== undefined && { adviserId }),
    tags: story.tags ?? [],
  }
  return {
    kind: 'send',
    mutation: 'openCase',
    keep: 'case',
    input: (_, day) => ({
      ...input,
      ...(story.emergencies && {
        emergencies: story.emergencies.map(({ kind, occursIn, note }) => ({ kind, note, occursOn: day(-occursIn) })),
      }),
    }),
  }
}

function clientDetails(story: Story, client: FictionalClient, worker: PersonKey): Step[] {
  const later = Math.max(0, story.opened - 1)
  const step = (mutation: string, input: Record<string, unknown>): Step => ({
    daysAgo: later,
    by: worker,
    action: { kind: 'send', mutation, input: ({ client: clientId }) => ({ clientId, ...input }) },
  })
  const { title, givenNames } = { ...client.newClient, ...story.client }
  return [
    step('updateClient', { relationshipStatus: client.relationshipStatus, employment: client.employment }),
    ...client.household.map((member) => step('recordHouseholdMember', { ...member, dependant: member.dependant })),
    ...(story.adviser
      ? [
          step('recordSensitiveDetails', {
            nationalInsuranceNumber: client.nationalInsuranceNumber,
            ...(client.healthNote !== undefined && { healthNote: client.healthNote }),
          }),
        ]
      : []),
    ...(story.formerName !== undefined
      ? [step('recordClientName', { title, givenNames, familyName: story.formerName, kind: 'FORMER' })]
      : []),
  ]
}

function stageSteps(story: Story, days: ReturnType<typeof stageDays>, worker: PersonKey, faker: Faker): Step[] {
  return days.flatMap(({ stage, daysAgo }, index) => {
    const isLast = index === days.length - 1
    const nextIsForced = story.override !== undefined && days[index + 1]?.stage === story.override.into
    const note = noteFor(stage, faker)
    const forced = story.override?.into === stage ? story.override : undefined
    const entering: Step[] =
      index === 0
        ? []
        : [{ daysAgo, by: forced ? leads[story.centre].manager : worker, action: advanceTo(stage, story, forced) }]
    const working: Step[] = [
      ...(note ? [{ daysAgo, by: worker, action: addNote(note) }] : []),
      // Evidence follows within a day; where the case stands now, some of it is still to come.
      {
        daysAgo: Math.max(0, daysAgo - 1),
        by: worker,
        action: { kind: 'evidence', share: shareDone(faker, { isLast, nextIsForced }) },
      },
    ]
    return isEnded(stage) ? entering : [...entering, ...working]
  })
}

/** Where the case stands now, and where a step was forced, something was left to do. */
function shareDone(faker: Faker, { isLast, nextIsForced }: { isLast: boolean; nextIsForced: boolean }): number {
  if (nextIsForced) return 0.4
  return isLast ? faker.helpers.arrayElement([0, 0.3, 0.6]) : 1
}

const isEnded = (stage: string) =>
  ['CLOSED', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED', 'ON_HOLD'].includes(stage)

function advanceTo(to: string, story: Story, forced: Story['override']): Action {
  if (forced) return { kind: 'advance', to, reason: forced.reason, override: true }
  return { kind: 'advance', to, ...(!mainWay.includes(to) && { reason: story.ending ?? 'Agreed with the client.' }) }
}

/** Booked when the case was taken on, held at the fact find. */
function firstAppointment(story: Story, days: ReturnType<typeof stageDays>, worker: PersonKey): Step[] {
  const held = days.find(({ stage }) => stage === 'FACT_FIND')
  if (!held || story.appointments?.some(({ kind }) => kind === 'FACT_FIND')) return []
  return [
    ...appointment({ in: -held.daysAgo, kind: 'FIRST' }, 'first', story.opened, worker),
    { daysAgo: held.daysAgo, by: worker, action: appointmentNote('first') },
  ]
}

/** The manager lets only the case's adviser see it; then people look, and somebody opens it with a reason. */
function restriction({ centre, restricted }: Story, worker: PersonKey): Step[] {
  if (restricted === undefined) return []
  const { ago, reason, looked, broken } = restricted
  const { manager } = leads[centre]
  const look = (by: PersonKey, daysAgo: number): Step => ({ daysAgo, by, action: { kind: 'look' } })
  const send = (mutation: string, why: string): Action => ({
    kind: 'send',
    mutation,
    input: ({ case: caseId, adviser }) => ({
      caseId,
      reason: why,
      ...(mutation === 'restrictCase' && { allowedUserIds: adviser === undefined ? [] : [adviser] }),
    }),
  })
  return [
    { daysAgo: ago, by: manager, action: send('restrictCase', reason) },
    look(worker, Math.max(0, ago - 1)),
    ...looked.map((by) => look(by, 0)),
    { daysAgo: 0, by: broken.by, action: send('breakGlass', broken.reason) },
    look(broken.by, 0),
  ]
}

function ownSteps(story: Story, worker: PersonKey): Step[] {
  const notes = (story.notes ?? []).flatMap((note, index): Step[] => {
    const { ago, by = worker, follow, amended, ...fields } = note
    const key = `note ${index}`
    const first: Step = {
      daysAgo: ago,
      by,
      action: {
        kind: 'send',
        mutation: 'addNote',
        keep: key,
        input: ({ case: caseId }, day) => ({
          caseId,
          ...fields,
          ...(follow !== undefined && { followUpOn: day(-follow) }),
        }),
      },
    }
    if (amended === undefined) return [first]
    const correction: Action = {
      kind: 'send',
      mutation: 'amendNote',
      input: (known) => ({ noteId: known[key], body: amended, reason: 'Wrong day', expectedVersion: 1 }),
    }
    return [first, { daysAgo: Math.max(0, ago - 1), by, action: correction }]
  })
  const tasks = (story.tasks ?? []).map(({ title, due }): Step => ({
    daysAgo: Math.min(story.opened, 9),
    by: worker,
    action: {
      kind: 'send',
      mutation: 'addTask',
      input: ({ case: caseId }, day) => ({ caseId, title, dueOn: day(-due) }),
    },
  }))
  const appointments = (story.appointments ?? []).flatMap((one, index) => [
    ...appointment(one, `appointment ${index}`, Math.max(-one.in, 0) + 3, worker),
    ...(one.in < 0 && !one.noteLate && one.outcome === undefined
      ? [{ daysAgo: -one.in, by: worker, action: appointmentNote(`appointment ${index}`) }]
      : []),
  ])
  return [...notes, ...tasks, ...appointments, ...restriction(story, worker)]
}

function appointment(
  one: NonNullable<Story['appointments']>[number],
  key: string,
  bookedAgo: number,
  worker: PersonKey,
): Step[] {
  const booking: Action = {
    kind: 'send',
    mutation: 'bookAppointment',
    keep: key,
    input: ({ case: caseId }, day) => ({
      caseId,
      kind: one.kind,
      method: one.method ?? 'FACE_TO_FACE',
      startsAt: `${day(-one.in)}T10:30:00.000Z`,
      durationMinutes: 60,
    }),
  }
  const booked: Step = { daysAgo: bookedAgo, by: worker, action: booking }
  if (one.in >= 0) return [booked]
  return [
    booked,
    {
      daysAgo: -one.in,
      by: worker,
      action: {
        kind: 'send',
        mutation: 'recordAppointmentOutcome',
        input: (known) => ({ appointmentId: known[key], outcome: one.outcome ?? 'ATTENDED' }),
      },
    },
  ]
}

const addNote = (fields: Record<string, unknown>): Action => ({
  kind: 'send',
  mutation: 'addNote',
  input: ({ case: caseId }) => ({ caseId, ...fields }),
})

function appointmentNote(key: string): Action {
  return {
    kind: 'send',
    mutation: 'addNote',
    input: (known) => ({
      caseId: known['case'],
      appointmentId: known[key],
      category: 'APPOINTMENT',
      contactMethod: 'FACE_TO_FACE',
      durationMinutes: 60,
      body: 'Appointment held. Went through the letters the client had brought, agreed who writes to whom, and set the next date.',
    }),
  }
}

/** The oldest first; of one day, in the order given. */
function inOrder(steps: Step[]): Step[] {
  return steps.toSorted((a, b) => b.daysAgo - a.daysAgo)
}
