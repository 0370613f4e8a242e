import type { Context } from './context.ts'
import { kinds } from './catalogue/catalogue.ts'
import type { AlertPreference } from './generated/prisma/client.ts'
import { mayReadAnywhere } from './policies.ts'
import { mayMute } from './rules/interruption.ts'

/** A person's preferences; those of somebody who has saved none interrupt with everything, in the page alone. */
export type PreferencesRow = Omit<AlertPreference, 'updatedAt'> & { id: string; updatedAt: Date | null }

/** The viewer's, or nothing for those whom no alert is meant for. */
export async function alertPreferences(ctx: Context): Promise<PreferencesRow | null> {
  if (!mayReadAnywhere(ctx.viewer)) return null
  const row = await ctx.loaders.alertPreference.load(ctx.viewer.id)
  return row ? withId(row) : { ...unsaved, id: ctx.viewer.id, userId: ctx.viewer.id }
}

export function withId(row: AlertPreference): PreferencesRow {
  return { ...row, id: row.userId }
}

const unsaved = {
  quietFrom: null,
  quietTo: null,
  quietWeekends: false,
  digestAt: null,
  mutedCodes: [],
  browserNotifications: false,
  sound: false,
  updatedAt: null,
}

/** Every kind of alert, whether the person has muted it, and whether that is possible. */
export function alertKindChoices({ mutedCodes }: PreferencesRow) {
  return kinds.map(({ code, title, severity, force }) => ({
    code,
    title,
    severity,
    force,
    muted: mutedCodes.includes(code),
    mayBeMuted: mayMute({ severity, force }),
    whyNot: mayMute({ severity, force }) ? null : whyNot(force === 'LAW'),
  }))
}

export function whyNot(byLaw: boolean): string {
  return byLaw
    ? 'The law sets its time, so no preference hides it'
    : 'It is too severe to be muted. Quiet hours hold back all but critical ones'
}
