import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { contractOperations } from '../src/contract.ts'
import { fileStack } from '../src/disposal.ts'
import type { ProcessName } from '../src/process-ids.ts'
import { startSystem, type SignedIn, type TestSystem } from '../src/system.ts'
import { waitUntil } from '../src/wait-until.ts'
import { followAlerts, type AlertFollower } from './alert-follower.ts'

// Any one process may be killed: what was committed stays, and a subscriber who resumes misses nothing and sees nothing twice.

const operation = (name: string) => contractOperations().get(name)!
const stack = fileStack()
let system: TestSystem
let adviser: SignedIn
let manager: SignedIn
let caseId: string
let follower: AlertFollower
/** Written by all tests so far. */
let notesInAll = 0

type Note = { id: string }
type CasesPage = { cases: { edges: { node: { id: string; stage: string } }[] } }
type History = {
  complianceAlerts: {
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
    edges: { cursor: string; node: { id: string } }[]
  }
}

beforeAll(async () => {
  system = stack.use(await startSystem())
  adviser = await system.signIn('adviser@north.example')
  manager = await system.signIn('manager@north.example')
  const { cases } = await adviser.ask<CasesPage>(operation('Cases'), { first: 20 })
  caseId = cases.edges.find(({ node }) => node.stage !== 'CLOSED')!.node.id
  const latest = await manager.ask<History>(operation('AlertHistory'), { first: 1 })
  follower = stack.use(followAlerts(manager, latest.complianceAlerts.edges[0]?.cursor ?? null))
})

test.each<ProcessName>(['router', 'identity', 'cases', 'compliance', 'audit', 'redis', 'postgres'])(
  'killing %s loses no note and no alert',
  async (name) => {
    const written: string[] = []
    const keepWriting = new AbortController()
    const writer = writeWhile(keepWriting.signal, written)
    await waitUntil('notes to be written', () => written.length >= 2, { deadlineMs: 30_000 })
    await system.kill(name)
    const countAfterKill = written.length
    await waitUntil('notes to be written again', () => written.length >= countAfterKill + 2, { deadlineMs: 30_000 })
    keepWriting.abort()
    await writer

    // Ready again, a router may still hold a line that broke: what it can't fetch it says, and is asked again.
    const noteIds = await waitUntil('the notes to be read', notesOfCase, { deadlineMs: 30_000 })
    expect(written.filter((id) => !noteIds.has(id))).toEqual([])
    notesInAll += written.length
    await waitUntil(
      'an alert of each note to arrive',
      () => follower.received.filter(({ alert }) => isDisclosure(alert)).length >= notesInAll,
      { deadlineMs: 60_000 },
    )
    // Others may be raised by the clock meanwhile: what is told and what is kept are compared once neither is ahead.
    const alerts = await waitUntil(
      'the history and the follower to have as many alerts',
      async () => {
        const kept = await alertsSince(follower.received[0]!.cursor)
        return kept.length === follower.received.length && kept
      },
      { deadlineMs: 60_000 },
    )
    const ids = follower.received.map(({ alert }) => alert.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(alerts)
  },
)

function isDisclosure(alert: AlertFollower['received'][number]['alert']): boolean {
  return alert.code === 'SAFEGUARDING_DISCLOSURE' && alert.case?.id === caseId
}

/** Writes one safeguarding note after the other; what fails is sent again with its key until it is answered. */
async function writeWhile(signal: AbortSignal, written: string[]): Promise<void> {
  while (!signal.aborted) {
    const input = {
      caseId,
      category: 'SAFEGUARDING',
      body: 'Written while a process is killed.',
      idempotencyKey: randomUUID(),
    }
    await waitUntil(
      'a note to be taken',
      async () => {
        const { addNote } = await adviser.ask<{ addNote: Note }>(operation('AddNote'), { input })
        return written.push(addNote.id)
      },
      { deadlineMs: 40_000 },
    )
    await wait(50)
  }
}

async function notesOfCase(): Promise<Set<string>> {
  const all = new Set<string>()
  let after: string | null = null
  for (;;) {
    const page: {
      case: { notes: { pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: Note }[] } }
    } = await adviser.ask(
      `query ($id: ID!, $after: String) { case(id: $id) { notes(first: 100, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id } } } } }`,
      { id: caseId, after },
    )
    for (const { node } of page.case.notes.edges) all.add(node.id)
    if (!page.case.notes.pageInfo.hasNextPage) return all
    after = page.case.notes.pageInfo.endCursor
  }
}

/** Ids of all alerts from the cursor's own on, the oldest first, as the history tells them. */
async function alertsSince(cursor: string): Promise<string[]> {
  const newestFirst: { cursor: string; id: string }[] = []
  let after: string | null = null
  for (;;) {
    const { complianceAlerts }: History = await manager.ask<History>(operation('AlertHistory'), { first: 100, after })
    for (const edge of complianceAlerts.edges) {
      newestFirst.push({ cursor: edge.cursor, id: edge.node.id })
      if (edge.cursor === cursor) return newestFirst.map(({ id }) => id).toReversed()
    }
    if (!complianceAlerts.pageInfo.hasNextPage)
      throw new Error('The history does not hold the first alert that was followed')
    after = complianceAlerts.pageInfo.endCursor
  }
}
