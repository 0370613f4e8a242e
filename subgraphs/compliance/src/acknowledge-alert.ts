import { newId } from '@cma/runtime'
import { z } from 'zod'
import { alertEvent } from './alert-event.ts'
import { alertsChannel } from './alerts/channel.ts'
import { defineCommand } from './context.ts'
import { id, orNone, text } from './parsing.ts'
import { reachAlert } from './reach-alert.ts'

export const acknowledgeAlert = defineCommand({
  name: 'compliance.acknowledgeAlert',
  input: z.object({ alertId: id, comment: orNone(text('The comment')) }),
  async run({ input: { alertId, comment }, tx, viewer, ctx, record, refuse, clock, afterCommit }) {
    const alert = await reachAlert({ tx, viewer, refuse }, alertId)
    if (alert.state === 'RESOLVED' || alert.state === 'EXPIRED') {
      return refuse('WRONG_STATE', "You can't take this alert: the matter is closed. Nothing is left to do", 'alertId')
    }
    if (alert.state === 'ACKNOWLEDGED') {
      const own = alert.acknowledgedBy === viewer.id
      return refuse(
        'ALREADY_DONE',
        own
          ? 'You have this alert already. Deal with it, and say how'
          : 'Somebody has this alert already. Ask them, or resolve it yourself',
        'alertId',
      )
    }
    const now = clock.now()
    const changed = await tx.alert.update({
      where: { id: alertId },
      data: {
        state: 'ACKNOWLEDGED',
        acknowledgedAt: now,
        acknowledgedBy: viewer.id,
        nextRungAt: null,
        nextRungRole: null,
        snoozedUntil: null,
        snoozedBy: null,
      },
    })
    await tx.alertStep.create({
      data: { id: newId(), alertId, centreId: alert.centreId, kind: 'ACKNOWLEDGED', at: now, byId: viewer.id, comment },
    })
    await record(alertEvent('compliance.alert.acknowledged', changed))
    afterCommit(() => ctx.services.nudges.publish(alertsChannel))
    return changed
  },
  find: (alertId, { ctx }) => ctx.loaders.alert.load(alertId),
})
