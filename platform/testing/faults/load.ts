import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { PersonKey } from '@cma/local/demo/people'
import type pg from 'pg'
import { pick } from '../src/random.ts'
import { waitUntil } from '../src/wait-until.ts'
import type { SignedInPerson } from './people.ts'

/** What was answered with success, and so must be in the ledger and lead to its alerts. */
export type Acknowledged = {
  notes: { id: string; safeguarding: boolean }[]
  opened: { caseId: string }[]
  /** Ids of cases that a manager moved past an open gate. */
  overridden: string[]
  /** Ids of pieces of evidence. */
  evidence: string[]
  /** By case: the place in the feed of alerts from which on only its new adviser is told. */
  reassignedUpTo: Map<string, bigint>
  refusedForNow: number
  /** What was not done, or not taken by the engine, within two minutes, in a sentence each. */
  inVain: string[]
}

type Centre = {
  advisers: [PersonKey, PersonKey]
  supervisor: PersonKey
  manager: PersonKey
}
const centres: Centre[] = [
  { advisers: ['adviser@north', 'second.adviser@north'], supervisor: 'supervisor@north', manager: 'manager@north' },
  { advisers: ['adviser@south', 'second.adviser@south'], supervisor: 'supervisor@south', manager: 'manager@south' },
]

export type Load = { acknowledged: Acknowledged; stop(): Promise<void> }

type Result<Name extends string> = Record<Name, { __typename: string; id: string; code?: string; message?: string }>

/** Keeps some people at work, each doing one thing after the other, until it is stopped. */
export async function startLoad(
  people: Map<PersonKey, SignedInPerson>,
  { database, random, writers, pauseMs }: { database: pg.Pool; random: () => number; writers: number; pauseMs: number },
): Promise<Load> {
  const acknowledged: Acknowledged = {
    notes: [],
    opened: [],
    overridden: [],
    evidence: [],
    reassignedUpTo: new Map(),
    refusedForNow: 0,
    inVain: [],
  }
  const who = (key: PersonKey) => people.get(key)!
  const known = new Map(
    await Promise.all(centres.map(async (centre) => [centre, await casesOfAll(centre.advisers.map(who))] as const)),
  )
  const stopping = new AbortController()

  /** Sends a command with one key until it is answered for good. */
  async function command<Name extends string>(
    key: PersonKey,
    name: Name,
    input: Record<string, unknown>,
    selection: string,
  ): Promise<{ id: string }> {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`
    const document = `mutation ($input: ${type}) { ${name}(input: $input) { __typename ${selection} ... on Refused { code message } } }`
    const idempotencyKey = randomUUID()
    const result = await waitUntil(
      `${name} to be carried out`,
      async () => {
        const answer = await who(key).client.ask<Result<Name>>(document, { input: { ...input, idempotencyKey } })
        if (!answer[name].code?.endsWith('_UNAVAILABLE')) return answer[name]
        acknowledged.refusedForNow += 1
        return undefined
      },
      { deadlineMs: 120_000 },
    )
    if (result.__typename === 'Refused') throw new Error(`${name} was refused: ${result.code} ${result.message}`)
    return result
  }

  const actions: [weight: number, act: (centre: Centre) => Promise<void>][] = [
    [60, (centre) => writeNote(centre, true)],
    [15, (centre) => writeNote(centre, false)],
    [15, openAndHandOver],
    [10, recordEvidence],
  ]

  async function writeNote(centre: Centre, safeguarding: boolean) {
    const caseId = pick(known.get(centre)!, random)
    const category = safeguarding ? 'SAFEGUARDING' : 'ADVICE'
    const input = { caseId, category, body: 'Written while something fails.' }
    const { id } = await command(pick(centre.advisers, random), 'addNote', input, '... on Note { id }')
    acknowledged.notes.push({ id, safeguarding })
  }

  /** A case that changes hands before anything about it is late; some are also moved past their gate. */
  async function openAndHandOver(centre: Centre) {
    const [first, second] = random() < 0.5 ? centre.advisers : centre.advisers.toReversed()
    const input = {
      centreId: who(centre.manager).centreIds[0],
      newClient: { givenNames: 'Test', familyName: `Fault ${Math.floor(random() * 1e9)}` },
      adviserId: who(first!).id,
    }
    const { id: caseId } = await command(first!, 'openCase', input, '... on Case { id }')
    acknowledged.opened.push({ caseId })
    await wait(2_000 + random() * 2_000) // some subscribe while the case is still the first adviser's
    await command(centre.supervisor, 'assignCase', { caseId, adviserId: who(second!).id }, '... on Case { id }')
    acknowledged.reassignedUpTo.set(caseId, await placeOnceTaken(caseId))
    if (random() < 0.5) return
    await command(centre.manager, 'changeStage', { caseId, to: 'ONBOARDING' }, '... on Case { id }')
    const override = { caseId, to: 'FACT_FIND', overrideGate: true, reason: 'The suite looks for lost alerts' }
    await command(centre.manager, 'changeStage', override, '... on Case { id }')
    acknowledged.overridden.push(caseId)
  }

  /** The newest place in the feed once the engine knows of the case's new adviser. */
  async function placeOnceTaken(caseId: string): Promise<bigint> {
    return waitUntil(
      'the engine to know of the new adviser',
      async () => {
        const { rows } = await database.query<{ place: string | null }>(
          `select (select coalesce(max(sequence), 0) from compliance.alert_feed) place
           from compliance.engine_cursor c, audit.event e
           where e.action = 'cases.case.assigned' and e.facts ->> 'caseId' = $1 and e.seq <= c.last_sequence and c.name = 'ledger'`,
          [caseId],
        )
        return rows[0]?.place == null ? undefined : BigInt(rows[0].place)
      },
      { deadlineMs: 120_000 },
    )
  }

  async function recordEvidence(centre: Centre) {
    const caseId = pick(known.get(centre)!, random)
    const adviser = who(centre.advisers[0])
    const items = await waitUntil(
      'the checklists to be read',
      async () => {
        const document = `query ($id: ID!) { case(id: $id) { checklists { id items { id code allowed } } } }`
        const { case: found } = await adviser.client.ask<CaseItems>(document, { id: caseId })
        return found?.checklists?.flatMap(({ id, items: all }) => all.map((item) => ({ caseChecklistId: id, ...item })))
      },
      { deadlineMs: 120_000 },
    )
    const item = items.find(({ code, allowed }) => code === 'C8-06' && allowed.includes('RECORD_EVIDENCE'))
    if (item === undefined) return
    const input = { caseChecklistId: item.caseChecklistId, itemId: item.id, kind: 'NOTE', note: 'Seen by the suite' }
    await command(centre.advisers[0], 'recordEvidence', input, '... on CaseChecklist { id }')
    acknowledged.evidence.push(item.id)
  }

  const total = actions.reduce((sum, [weight]) => sum + weight, 0)
  const work = async () => {
    while (!stopping.signal.aborted) {
      let left = random() * total
      const [, act] = actions.find(([weight]) => (left -= weight) < 0)!
      await act(pick(centres, random)).catch((error: unknown) => acknowledged.inVain.push(inWords(error)))
      await wait(random() * 2 * pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const working = Promise.all(Array.from({ length: writers }, work))
  return {
    acknowledged,
    async stop() {
      stopping.abort()
      await working
    },
  }
}

/** With the last thing that went wrong while something was waited for. */
function inWords(error: unknown): string {
  const { cause } = error instanceof Error ? error : {}
  return cause === undefined ? String(error) : `${String(error)}: ${String(cause)}`
}

type CaseItems = {
  case: { checklists: { id: string; items: { id: string; code: string; allowed: string[] }[] }[] | null } | null
}

/** Open cases that each of these people sees: one of the demo's is restricted. */
async function casesOfAll(people: SignedInPerson[]): Promise<string[]> {
  const [first, ...others] = await Promise.all(people.map(openCases))
  return first!.filter((id) => others.every((seen) => seen.includes(id)))
}

async function openCases({ client }: SignedInPerson): Promise<string[]> {
  const { cases } = await client.ask<{ cases: { edges: { node: { id: string } }[] } }>(
    '{ cases(first: 100, filter: { open: true }) { edges { node { id } } } }',
  )
  return cases.edges.map(({ node }) => node.id)
}
