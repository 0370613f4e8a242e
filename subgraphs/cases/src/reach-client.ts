import type { Viewer } from '@cma/runtime'
import type { Refuse, Tx } from './context.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mayReadCases, mayUpdateClient } from './policies.ts'
import { foldText } from './fold-text.ts'
import type { ClientRow } from './rows.ts'
import { refreshCase } from './reach-case.ts'

type Work = { tx: Tx; viewer: Viewer; refuse: Refuse }

/** The client that a command is about, locked until it ends, for a viewer who may change what is known of them. */
export async function reachClient({ tx, viewer, refuse }: Work, clientId: string): Promise<ClientRow> {
  const client = await findClient({ tx, viewer, refuse }, clientId)
  if (!mayUpdateClient(viewer, client)) {
    return refuse(
      'NOT_ALLOWED',
      "You can't change what is known of this client: your roles don't allow it. Ask the case's adviser or a manager",
    )
  }
  await tx.$queryRaw(Prisma.sql`select 1 from client where id = ${clientId}::uuid for no key update`)
  return tx.client.findUniqueOrThrow({ where: { id: clientId } })
}

export async function findClient(
  { tx, viewer, refuse }: Work,
  clientId: string,
  field = 'clientId',
): Promise<ClientRow> {
  const client = await tx.client.findUnique({ where: { id: clientId } })
  if (!client || !mayReadCases(viewer, client.centreId))
    return refuse('NOT_FOUND', "This client can't be found. They may belong to another centre: ask your manager", field)
  return client
}

type Name = { givenNames: string; familyName: string }

/** How a client is shown, ordered and found, from the present name and all names. */
export function namesOf(current: Name, all: Name[] = [current]) {
  return {
    displayName: `${current.givenNames} ${current.familyName}`,
    sortName: foldText(`${current.familyName} ${current.givenNames}`) || foldless(current),
    searchName: [
      ...new Set(all.flatMap(({ givenNames, familyName }) => foldText(`${givenNames} ${familyName}`).split(' '))),
    ].join(' '),
  }
}

// A name of signs that fold to nothing still has its place in a list.
const foldless = ({ givenNames, familyName }: Name) => `${familyName} ${givenNames}`.toLowerCase()

/** After a client's names changed: lists and searches of their cases follow. */
export async function refreshCasesOf(tx: Tx, clientId: string): Promise<string[]> {
  // Locked in one order, so that two commands do not wait for each other.
  const cases = await tx.$queryRaw<{ id: string }[]>(
    Prisma.sql`select id from case_file where ${clientId}::uuid in (client_id, joint_client_id) order by id for no key update`,
  )
  for (const { id } of cases) await refreshCase(tx, id)
  return cases.map(({ id }) => id)
}
