import { newId } from '@cma/runtime'
import { z } from 'zod'
import { alertEvent } from './alert-event.ts'
import { alertsChannel } from './alerts/channel.ts'
import { defineCommand } from './context.ts'
import { id, text } from './parsing.ts'
import { reachAlert } from './reach-alert.ts'

export const resolveAlert = defineCommand({
  name: 'compliance.resolveAlert',
  input: z.object({ alertId: id, resolution: text('How the matter was closed') }),
  async run({ input: { alertId, resolution }, tx, viewer, ctx, record, refuse, clock, afterCommit }) {
    const alert = await reachAlert({ tx, viewer, refuse }, alertId)
    if (alert.state === 'RESOLVED' || alert.state === 'EXPIRED') {
      return refuse('ALREADY_DONE', 'This matter is closed already. Nothing is left to do', 'alertId')
    }
    const now = clock.now()
    const changed = await tx.alert.update({
      where: { id: alertId },
      data: {
        state: 'RESOLVED',
        resolvedAt: now,
        resolvedBy: viewer.id,
        resolution,
        escalatesAt: null,
        nextRungAt: null,
        nextRungRole: null,
        snoozedUntil: null,
        snoozedBy: null,
      },
    })
    await tx.alertStep.create({
      data: {
        id: newId(),
        alertId,
        centreId: alert.centreId,
        kind: 'RESOLVED',
        at: now,
        byId: viewer.id,
        comment: resolution,
      },
    })
    await record(alertEvent('compliance.alert.resolved', changed))
    afterCommit(() => ctx.services.nudges.publish(alertsChannel))
    return changed
  },
  find: (alertId, { ctx }) => ctx.loaders.alert.load(alertId),
})
