import type { Context } from './context.ts'
import { publishGrants } from './grants.ts'
import { serviceOf } from './service.ts'

/** The channel on which the routers hear whose grants they have to read again; the payload is the person's id. */
export const grantsChangedChannel = 'grants-changed'

/** After the commit: from the next request on, and on open connections, the person has the new grants. */
export async function afterMembershipChange(ctx: Context, personId: string): Promise<void> {
  const { people, store } = serviceOf(ctx.services)
  await publishGrants({ people, store }, personId)
  ctx.services.nudges.publish(grantsChangedChannel, personId)
}
