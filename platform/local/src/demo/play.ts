import type { Action, CasePlan, DayOf, Known, Step } from './case-plan.ts'
import type { PersonKey } from './people.ts'

/** Sends an operation as one of the demo's people; fails on errors. */
export type Ask = <Data>(by: PersonKey, document: string, variables: Record<string, unknown>) => Promise<Data>

export type Stage = {
  ask: Ask
  /** Puts the services' clock on the afternoon of a day, so many days before today. */
  moveTo: (daysAgo: number) => void
  /** A minute passes. */
  tick: () => void
  /** Resolves when the ledger is sealed and the alert engine has taken all of it. */
  settle: () => Promise<void>
  dayOf: DayOf
  report: (done: number, all: number) => void
}

/** Cases that are worked on at the same time; the services run in one process. */
const atOnce = 6

type Played = { plan: CasePlan; known: Known; next: number }

/** Lives through all cases day by day, as their people would have: through the graph, with its rules. */
export async function play(plans: CasePlan[], stage: Stage): Promise<void> {
  const cases = plans.map((plan): Played => ({ plan, known: {}, next: 0 }))
  const days = [...new Set(plans.flatMap(({ steps }) => steps.map(({ daysAgo }) => daysAgo)))].sort((a, b) => b - a)
  const all = plans.reduce((sum, { steps }) => sum + steps.length, 0)
  let done = 0
  for (const day of days) {
    stage.moveTo(day)
    const due = cases.filter(({ plan, next }) => plan.steps[next]?.daysAgo === day)
    // Cases are opened one after the other, so that each has the same reference on every run.
    for (const one of due) while (one.next === 0) await takeStep(one, stage)
    await stage.settle()
    await inParallel(due, atOnce, async (one) => {
      while (one.plan.steps[one.next]?.daysAgo === day) await takeStep(one, stage)
    })
    await stage.settle()
    done += due.reduce((sum, { plan }) => sum + plan.steps.filter(({ daysAgo }) => daysAgo === day).length, 0)
    stage.report(done, all)
  }
}

async function takeStep(played: Played, stage: Stage): Promise<void> {
  const step = played.plan.steps[played.next]!
  played.next += 1
  stage.tick()
  try {
    await perform(step, played, stage)
  } catch (error) {
    const { story } = played.plan
    throw new Error(
      `The demo case "${story.stage}, opened ${story.opened} days ago" stops at ${JSON.stringify(step)}: ${(error as Error).message}`,
      { cause: error },
    )
  }
}

async function perform({ by, action }: Step, played: Played, stage: Stage): Promise<void> {
  if (action.kind === 'send') return send(by, action, played, stage)
  if (action.kind === 'look') return void (await stage.ask(by, lookQuery, { id: played.known['case'] }))
  if (action.kind === 'evidence') return recordOpenItems(by, action.share, played, stage)
  return advance(by, action, played, stage)
}

async function send(
  by: PersonKey,
  action: Extract<Action, { kind: 'send' }>,
  { known }: Played,
  stage: Stage,
): Promise<void> {
  const input = action.input(known, stage.dayOf)
  const answer = await command(stage.ask, by, action.mutation, input)
  if (action.keep !== undefined) known[action.keep] = answer.debts?.at(-1)?.id ?? answer.id
  for (const [index, { id }] of (answer.drawn ?? []).entries()) known[`drawn ${index}`] = id
  if (action.mutation !== 'openCase') return
  known['client'] = answer.client!.id
  if (typeof input['adviserId'] === 'string') known['adviser'] = input['adviserId']
}

type Item = {
  id: string
  state: string
  done: boolean
  stage: string | null
  evidenceKinds: string[]
  signOff: string
  checklistId: string
}

async function recordOpenItems(by: PersonKey, share: number, { known, plan }: Played, { ask }: Stage): Promise<void> {
  const { stage, items } = await itemsOf(ask, by, known['case']!)
  const open = items.filter((item) => item.stage === stage && !item.done)
  for (const item of open.slice(0, Math.round(open.length * share))) await complete(item, by, plan, ask)
}

async function advance(
  by: PersonKey,
  { to, reason, override }: Extract<Action, { kind: 'advance' }>,
  { known, plan }: Played,
  { ask }: Stage,
): Promise<void> {
  const caseId = known['case']!
  if (!override) {
    const { case: one } = await ask<{ case: { stageGate: { open: boolean; blockers: { id: string }[] } | null } }>(
      by,
      gateQuery,
      { id: caseId, to },
    )
    const { items } = await itemsOf(ask, by, caseId)
    for (const { id } of one.stageGate?.blockers ?? [])
      await complete(
        items.find((item) => item.id === id)!,
        by,
        plan,
        ask,
      )
  }
  await command(ask, by, 'changeStage', {
    caseId,
    to,
    ...(reason !== undefined && { reason }),
    ...(override && { overrideGate: true }),
  })
}

async function complete(item: Item, by: PersonKey, { story }: CasePlan, ask: Ask): Promise<void> {
  const where = { caseChecklistId: item.checklistId, itemId: item.id }
  if (item.state === 'NOT_STARTED' || item.state === 'IN_PROGRESS' || item.state === 'OVERDUE') {
    await command(ask, by, 'recordEvidence', { ...where, kind: item.evidenceKinds[0], note: 'On the case file.' })
  }
  const signatory = signatoryOf(item.signOff, story.centre, by)
  if (signatory !== undefined) await command(ask, signatory, 'signOffItem', where)
}

function signatoryOf(signOff: string, centre: 'NORTH' | 'SOUTH', by: PersonKey): PersonKey | undefined {
  if (signOff === 'SUPERVISOR') return centre === 'NORTH' ? 'supervisor@north' : 'supervisor@south'
  if (signOff !== 'SECOND_ADVISER') return undefined
  const advisers =
    centre === 'NORTH'
      ? (['adviser@north', 'second.adviser@north'] as const)
      : (['adviser@south', 'second.adviser@south'] as const)
  return advisers.find((adviser) => adviser !== by)
}

async function itemsOf(ask: Ask, by: PersonKey, caseId: string): Promise<{ stage: string; items: Item[] }> {
  const { case: one } = await ask<{
    case: { stage: string; checklists: { id: string; items: Omit<Item, 'checklistId'>[] }[] }
  }>(by, itemsQuery, { id: caseId })
  return {
    stage: one.stage,
    items: one.checklists.flatMap(({ id, items }) => items.map((item) => ({ ...item, checklistId: id }))),
  }
}

const itemsQuery = `query DemoItems($id: ID!) { case(id: $id) { stage checklists { id items { id state done stage evidenceKinds signOff } } } }`
const lookQuery = `query DemoLook($id: ID!) { case(id: $id) { id notes { totalCount } } }`
const gateQuery = `query DemoGate($id: ID!, $to: CaseStage!) { case(id: $id) { stageGate(to: $to) { open blockers { id } } } }`

type Result = {
  __typename: string
  id: string
  client?: { id: string }
  drawn?: { id: string }[]
  debts?: { id: string }[]
  code?: string
  message?: string
}

/** What each mutation answers with when it is not refused, as far as the demo needs it. */
const results: Record<string, string> = {
  openCase: '... on Case { id client { id } }',
  addNote: '... on Note { id }',
  bookAppointment: '... on Appointment { id }',
  draftBreathingSpace: '... on BreathingSpace { id }',
  // What is kept of it is the debt.
  addBreathingSpaceDebt: '... on BreathingSpace { debts { id } }',
  recordComplaint: '... on Complaint { id }',
  recordSubjectAccessRequest: '... on SubjectAccessRequest { id }',
  drawFileReviewSample: '... on FileReviewSample { id drawn { id } }',
}

async function command(ask: Ask, by: PersonKey, name: string, input: Record<string, unknown>): Promise<Result> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
  const document = `mutation Demo($input: ${type}!) { ${name}(input: $input) { __typename ${results[name] ?? ''} ... on Refused { code message } } }`
  const answer = (await ask<Record<string, Result>>(by, document, { input }))[name]!
  if (answer.__typename === 'Refused') throw new Error(`${name} as ${by} is refused: ${answer.code} ${answer.message}`)
  return answer
}

async function inParallel<Thing>(
  things: Thing[],
  workers: number,
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const waiting = [...things]
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let thing = waiting.shift(); thing !== undefined; thing = waiting.shift()) await work(thing)
    }),
  )
}
