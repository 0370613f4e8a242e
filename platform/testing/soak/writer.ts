import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { contractOperations } from '../src/contract.ts'
import type { SignedIn, TestSystem } from '../src/system.ts'
import { waitUntil } from '../src/wait-until.ts'

const operation = (name: string) => contractOperations().get(name)!

/** An adviser of a centre, who writes safeguarding notes on one of its cases: each raises one alert. */
export type Writer = {
  centreId: string
  centre: string
  /** Writes one note; what fails is sent again with its key until it is answered. */
  write(): Promise<void>
  /** Alerts of this centre's safeguarding notes raised after the writer was made, by their history. */
  raised(): Promise<string[]>
  /** Where the feed stood when the writer was made. */
  upTo: string
}

type Alerts = {
  complianceAlerts: {
    upTo: string
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
    edges: { node: { id: string; code: string } }[]
  }
}
const history = `query ($after: String) { complianceAlerts(first: 100, after: $after) { upTo pageInfo { hasNextPage endCursor } edges { node { id code } } } }`

export async function writerOf(system: TestSystem, place: 'north' | 'south'): Promise<Writer> {
  const adviser = await system.signIn(`adviser@${place}.example`)
  const manager = await system.signIn(`manager@${place}.example`)
  const caseQuery = `{ cases(first: 20) { edges { node { id stage centre { id name } } } } }`
  type CasesPage = { cases: { edges: { node: { id: string; stage: string; centre: { id: string; name: string } } }[] } }
  const { cases } = await adviser.ask<CasesPage>(caseQuery)
  const open = cases.edges.find(({ node }) => node.stage !== 'CLOSED')!.node
  const before = new Set(await disclosures(manager))
  const { complianceAlerts } = await manager.ask<Alerts>(history, {})
  return {
    centreId: open.centre.id,
    centre: open.centre.name,
    upTo: complianceAlerts.upTo,
    async write() {
      const input = {
        caseId: open.id,
        category: 'SAFEGUARDING',
        body: 'Written in a soak.',
        idempotencyKey: randomUUID(),
      }
      await waitUntil(
        'a note to be taken',
        async () => {
          const { addNote } = await adviser.ask<{ addNote: { __typename: string } }>(operation('AddNote'), { input })
          return addNote.__typename === 'Note'
        },
        { deadlineMs: 60_000 },
      )
    },
    raised: async () => (await disclosures(manager)).filter((id) => !before.has(id)),
  }
}

async function disclosures(manager: SignedIn): Promise<string[]> {
  const found: string[] = []
  let after: string | null = null
  for (;;) {
    const { complianceAlerts }: Alerts = await manager.ask<Alerts>(history, { after })
    for (const { node } of complianceAlerts.edges) if (node.code === 'SAFEGUARDING_DISCLOSURE') found.push(node.id)
    if (!complianceAlerts.pageInfo.hasNextPage) return found
    after = complianceAlerts.pageInfo.endCursor
  }
}

/** Writes one note after the other, by turns, until told to stop. @returns how many */
export async function keepWriting(writers: readonly Writer[], signal: AbortSignal, pauseMs: number): Promise<number> {
  let written = 0
  while (!signal.aborted) {
    await writers[written % writers.length]!.write()
    written += 1
    await wait(pauseMs)
  }
  return written
}
