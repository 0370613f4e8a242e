import { z } from 'zod'
import { defineCommand } from './context.ts'
import { endSessions } from './sessions.ts'

export type SignedOut = {
  /** Of the person. */
  id: string
  sessionsEnded: number
}

export const signOutEverywhere = defineCommand({
  name: 'identity.signOutEverywhere',
  input: z.object({}),
  async run({ viewer, ctx, record, refuse }): Promise<SignedOut> {
    if (viewer.kind !== 'USER') return refuse('NOT_ALLOWED', 'Only a person who is signed in has sessions to end.')
    await record({
      action: 'identity.sessions.ended',
      centreId: null,
      entities: [{ type: 'User', id: viewer.id }],
      facts: { userId: viewer.id },
    })
    // Before the commit: with the store away nothing has ended, and nothing says that it had.
    const sessionsEnded = await endSessions({ store: ctx.services.keyValue, nudges: ctx.services.nudges }, viewer.id)
    return { id: viewer.id, sessionsEnded }
  },
  find: async () => null,
})
