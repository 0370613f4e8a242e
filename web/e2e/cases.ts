import { randomUUID } from 'node:crypto'
import { signIn, type SignedIn } from '@cma/testing/system'
import { waitUntil } from '@cma/testing/wait-until'
import { inject } from 'vitest'

export interface MadeCase {
  id: string
  clientName: string
  reference: string
}

const openCase = `mutation ($input: OpenCaseInput!) {
  openCase(input: $input) { __typename ... on Case { id reference client { name } } ... on Refused { message } }
}`

const addNote = `mutation ($input: AddNoteInput!) {
  addNote(input: $input) { __typename ... on Note { id } ... on Refused { message } }
}`

/** A signed-in client of the graph, for what a test needs but does not look at. */
export function through(email: string): Promise<SignedIn> {
  return signIn(inject('casework').url, email)
}

/** A new case of the adviser, for a client whom no other test knows. Its checklists are attached. */
export async function aCaseOf(adviser: SignedIn, changes: Record<string, unknown> = {}): Promise<MadeCase> {
  const viewer = await adviser.ask<{ viewer: { user: { id: string }; centres: { id: string }[] } }>(
    '{ viewer { user { id } centres { id } } }',
  )
  const familyName = `Test-${randomUUID().slice(0, 8)}`
  const input = {
    centreId: viewer.viewer.centres[0]!.id,
    newClient: { givenNames: 'Elin', familyName, dateOfBirth: '1980-05-06' },
    adviserId: viewer.viewer.user.id,
    ...changes,
  }
  const { openCase: made } = await adviser.ask<{
    openCase: { __typename: string; id: string; reference: string; message?: string }
  }>(openCase, { input })
  if (made.__typename !== 'Case') throw new Error(`No case was opened: ${made.message}`)
  await waitUntil('compliance to have attached the checklists of the new case', () => isAttached(adviser, made.id), {
    deadlineMs: 30_000,
  })
  return { id: made.id, reference: made.reference, clientName: `Elin ${familyName}` }
}

/** It follows the ledger, a moment behind; somebody at a page would see the checklists come. */
async function isAttached(adviser: SignedIn, caseId: string): Promise<boolean> {
  const { case: found } = await adviser.ask<{ case: { checklists: { id: string }[] | null } }>(
    'query ($id: ID!) { case(id: $id) { checklists { id } } }',
    { id: caseId },
  )
  return (found.checklists ?? []).length > 0
}

export async function aNoteOn(
  adviser: SignedIn,
  caseId: string,
  note: { category: string; body: string },
): Promise<string> {
  const { addNote: made } = await adviser.ask<{ addNote: { __typename: string; id: string; message?: string } }>(
    addNote,
    { input: { caseId, ...note, idempotencyKey: randomUUID() } },
  )
  if (made.__typename !== 'Note') throw new Error(`No note was written: ${made.message}`)
  return made.id
}

/** Sends a command for what a test needs; fails when it is refused. `fields` are asked of what it gives. */
export async function done<Result>(
  by: SignedIn,
  name: string,
  { of, input, fields = 'id' }: { of: string; input: Record<string, unknown>; fields?: string },
): Promise<Result> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on ${of} { ${fields} } ... on Refused { message } } }`
  const answer = (await by.ask<Record<string, { __typename: string; message?: string }>>(document, { input }))[name]!
  if (answer.__typename === 'Refused') throw new Error(`${name} was refused: ${answer.message}`)
  return answer as Result
}
