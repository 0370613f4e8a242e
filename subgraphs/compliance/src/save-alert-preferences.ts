import { z } from 'zod'
import { alertPreferences, whyNot, withId } from './alert-preferences.ts'
import { catalogue } from './catalogue/catalogue.ts'
import { defineCommand } from './context.ts'
import type { AlertCode } from './generated/graphql.ts'
import { orNone } from './parsing.ts'
import { mayReadAnywhere } from './policies.ts'
import { mayMute } from './rules/interruption.ts'

const time = (what: string) =>
  orNone(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, `${what} has to be a time of day such as 22:00`))

/** Preferences are a person's own, and belong to no centre; what they mute is in the ledger all the same. */
export const saveAlertPreferences = defineCommand({
  name: 'compliance.saveAlertPreferences',
  input: z
    .object({
      quietFrom: time('The beginning of quiet hours'),
      quietTo: time('The end of quiet hours'),
      quietWeekends: z.boolean(),
      digestAt: time('The time of the summary'),
      muted: z.array(z.string()).max(100, 'There are not so many kinds of alert. Send each once'),
      browserNotifications: z.boolean(),
      sound: z.boolean(),
    })
    .refine(({ quietFrom, quietTo }) => (quietFrom === null) === (quietTo === null), {
      path: ['quietTo'],
      message: 'Quiet hours have a beginning and an end. Give both, or neither',
    })
    .refine(({ quietFrom, quietTo }) => quietFrom === null || quietFrom !== quietTo, {
      path: ['quietTo'],
      message: "Quiet hours can't last all day. Let them end at another time than they begin",
    }),
  async run({ input: { muted, ...rest }, tx, viewer, record, refuse, clock }) {
    if (!mayReadAnywhere(viewer))
      return refuse(
        'NOT_ALLOWED',
        "You can't set how alerts reach you: none are meant for you. Ask an administrator for a role",
      )
    const mutedCodes = [...new Set(muted)].toSorted()
    for (const code of mutedCodes) {
      const kind = catalogue[code as AlertCode]
      if (!mayMute(kind))
        return refuse('NOT_ALLOWED', `You can't mute '${kind.title}'. ${whyNot(kind.force === 'LAW')}`, 'muted')
    }
    const data = { ...rest, mutedCodes, updatedAt: clock.now() }
    const saved = await tx.alertPreference.upsert({
      where: { userId: viewer.id },
      create: { userId: viewer.id, ...data },
      update: data,
    })
    await record({
      action: 'compliance.alert_preferences.saved',
      centreId: null,
      entities: [{ type: 'User', id: viewer.id }],
      facts: {
        mutedCodes,
        quietFrom: saved.quietFrom,
        quietTo: saved.quietTo,
        quietWeekends: saved.quietWeekends,
        digestAt: saved.digestAt,
      },
    })
    return withId(saved)
  },
  find: (_, { ctx }) => alertPreferences(ctx),
})
