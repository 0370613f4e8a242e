import type { Role, Viewer } from '@cma/runtime'
import type { Context } from './context.ts'
import type { Centre, Person } from './generated/prisma/client.ts'
import { inOrder } from './roles.ts'
import { sessionsOf, type StoredSession } from './sessions.ts'

export const viewerAsPerson = async ({ viewer, loaders }: Context): Promise<Person | null> =>
  viewer.kind === 'USER' ? loaders.person.load(viewer.id) : null

/** The centres that the viewer may see, by name. */
export async function centresOf({ viewer, loaders }: Context): Promise<Centre[]> {
  const centres = await Promise.all(viewer.centreIds().map((id) => loaders.centre.load(id)))
  return centres.filter((centre) => centre !== null).sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}

export const rolesOf = ({ grants }: Viewer): Role[] =>
  inOrder([...Object.values(grants.c), ...Object.values(grants.n)].flat())

/** The viewer's sessions, the one that asks first, then the newest. */
export async function sessionsOfViewer({ viewer, services }: Context): Promise<StoredSession[]> {
  if (viewer.kind !== 'USER') return []
  const sessions = await sessionsOf(services.keyValue, viewer.id)
  return [
    ...sessions.filter(({ id }) => id === viewer.sessionId),
    ...sessions.filter(({ id }) => id !== viewer.sessionId),
  ]
}
