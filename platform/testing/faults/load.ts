import { setTimeout as wait } from 'node:timers/promises'
import type { PersonKey } from '@cma/local/demo/people'
import type pg from 'pg'
import { pick } from '../src/random.ts'
import { waitUntil } from '../src/wait-until.ts'
import { lastPlace, nothingYet, type Acknowledged } from './acknowledged.ts'
import { centres, putToWork, type Centre } from './at-work.ts'
import { handOvers } from './hand-over.ts'
import type { SignedInPerson } from './people.ts'

export type Load = { acknowledged: Acknowledged; stop(): Promise<void> }

export type LoadOptions = {
  database: pg.Pool
  random: () => number
  writers: number
  pauseMs: number
  /** How long each thing is tried before it counts as lost. */
  patienceMs: number
  /** When somebody's work at a centre ends, after the start. */
  leavesAfterMs: number
  /** How long after that they may still be told of alerts. */
  mayHearForMs: number
}

/** Receives more alerts than anybody, and is told of none once they have left. */
const leaver = { key: 'safeguarding@north', manager: 'manager@north' } as const

/** Keeps some people at work, each doing one thing after the other, until it is stopped. */
export async function startLoad(people: Map<PersonKey, SignedInPerson>, options: LoadOptions): Promise<Load> {
  const { random, writers, pauseMs, patienceMs } = options
  const acknowledged = nothingYet()
  const atWork = putToWork(people, { ...options, acknowledged })
  const { who, command } = atWork
  const known = new Map(
    await Promise.all(centres.map(async (centre) => [centre, await casesOfAll(centre.advisers.map(who))] as const)),
  )
  const handOver = handOvers(atWork)
  await Promise.all(
    centres.map(async (centre) => {
      for (let index = 0; index < handOver.stocked; index++) await handOver.open(centre)
    }),
  )
  const stopping = new AbortController()

  const actions: [weight: number, act: (centre: Centre) => Promise<void>][] = [
    [50, (centre) => writeNote(centre, true)],
    [15, (centre) => writeNote(centre, false)],
    [25, handOver.change],
    [10, recordEvidence],
  ]

  async function writeNote(centre: Centre, safeguarding: boolean) {
    const caseId = pick(known.get(centre)!, random)
    const category = safeguarding ? 'SAFEGUARDING' : 'ADVICE'
    const input = { caseId, category, body: 'Written while something fails.' }
    const { id } = await command(pick(centre.advisers, random), 'addNote', input, '... on Note { id }')
    acknowledged.notes.push({ id, safeguarding })
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
      { deadlineMs: patienceMs },
    )
    const item = items.find(({ code, allowed }) => code === 'C8-06' && allowed.includes('RECORD_EVIDENCE'))
    if (item === undefined) return
    const input = { caseChecklistId: item.caseChecklistId, itemId: item.id, kind: 'NOTE', note: 'Seen by the suite' }
    await command(centre.advisers[0], 'recordEvidence', input, '... on CaseChecklist { id }')
    acknowledged.evidence.push(item.id)
  }

  async function endMembership() {
    if (await pause(options.leavesAfterMs)) return
    const { id: userId, centreIds } = who(leaver.key)
    const input = { centreId: centreIds[0], userId }
    await command(leaver.manager, 'endMembership', input, '... on Membership { user { id } }')
    const endedEarly = await pause(options.mayHearForMs)
    acknowledged.left.set(userId, { upTo: endedEarly ? lastPlace : await atWork.newestPlace() })
  }

  const total = actions.reduce((sum, [weight]) => sum + weight, 0)
  const attempt = (act: Promise<void>) => act.catch((error: unknown) => void acknowledged.inVain.push(inWords(error)))
  /** @returns whether it was cut short because the load stops */
  const pause = (milliseconds: number) => wait(milliseconds, false, { signal: stopping.signal }).catch(() => true)
  const work = async () => {
    while (!stopping.signal.aborted) {
      let left = random() * total
      const [, act] = actions.find(([weight]) => (left -= weight) < 0)!
      await attempt(act(pick(centres, random)))
      await pause(random() * 2 * pauseMs)
    }
  }
  const working = Promise.all([attempt(endMembership()), ...Array.from({ length: writers }, work)])
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
