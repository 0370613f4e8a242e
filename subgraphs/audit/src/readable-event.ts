import type { Context } from './context.ts'
import type { Event } from './generated/prisma/client.ts'
import { mayReadTrailOf } from './policies.ts'

/** The event, or null where the viewer does not read the trail of its centre. */
export async function readableEvent(id: string, { viewer, loaders }: Context): Promise<Event | null> {
  const event = await loaders.event.load(id)
  return event && mayReadTrailOf(viewer, event.centreId) ? event : null
}
