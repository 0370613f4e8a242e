import { newId } from '@cma/runtime'
import { z } from 'zod'
import { alertEvent } from './alert-event.ts'
import { alertsChannel } from './alerts/channel.ts'
import { snoozeLimit } from './alert-snooze.ts'
import { defineCommand } from './context.ts'
import { id, moment, reason } from './parsing.ts'
import { reachAlert } from './reach-alert.ts'

export const snoozeAlert = defineCommand({
  name: 'compliance.snoozeAlert',
  input: z.object({ alertId: id, until: moment('The time at which the alert comes back'), reason }),
  async run({ input: { alertId, until, reason: comment }, tx, viewer, ctx, record, refuse, clock, afterCommit }) {
    const alert = await reachAlert({ tx, viewer, refuse }, alertId)
    if (alert.state === 'RESOLVED' || alert.state === 'EXPIRED') {
      return refuse(
        'WRONG_STATE',
        "You can't put this alert off: the matter is closed. Nothing is left to do",
        'alertId',
      )
    }
    const now = clock.now()
    const limit = snoozeLimit(alert, now)
    if (limit === undefined) {
      return refuse(
        'NOT_ALLOWED',
        "You can't put this alert off: the law sets its time, and that has come. Deal with it now, or take it",
        'alertId',
      )
    }
    if (until <= now) {
      return refuse('INVALID_INPUT', "An alert can't come back in the past. Choose a later time", 'until')
    }
    if (until > limit.until) {
      return refuse(
        'INVALID_INPUT',
        limit.byLaw
          ? "You can't put this alert off beyond its deadline, which the law sets. Choose a time before it"
          : `You can't put this alert off for more than ${limit.days === 1 ? 'a day' : `${limit.days} days`}. Choose an earlier time`,
        'until',
      )
    }
    const changed = await tx.alert.update({
      where: { id: alertId },
      data: { state: 'SNOOZED', snoozedUntil: until, snoozedBy: viewer.id },
    })
    await tx.alertStep.create({
      data: {
        id: newId(),
        alertId,
        centreId: alert.centreId,
        kind: 'SNOOZED',
        at: now,
        byId: viewer.id,
        comment,
        until,
      },
    })
    const event = alertEvent('compliance.alert.snoozed', changed)
    await record({ ...event, facts: { ...event.facts, until: until.toISOString() } })
    afterCommit(() => ctx.services.nudges.publish(alertsChannel))
    return changed
  },
  find: (alertId, { ctx }) => ctx.loaders.alert.load(alertId),
})
