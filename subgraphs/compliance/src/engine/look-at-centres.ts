import { londonDate } from '@cma/runtime/london-date'
import type { ClientBase } from 'pg'
import type { AlertDraft, Moment } from '../catalogue/alert-kind.ts'
import { kinds } from '../catalogue/catalogue.ts'
import { quarterEnding } from '../rules/centre-standing.ts'
import { policyOfCentres } from '../reference/centre-policy.ts'
import { loadCentrePictures } from './centre-picture.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { resolveByFacts } from './resolve-by-facts.ts'
import { takeSnapshots } from './take-snapshots.ts'

/**
 * The first look of a day in London: keeps how far each centre's cases have come, and raises and closes what hangs on that, in the
 * caller's transaction. Later looks find it done, whichever process it was.
 * @returns how many alerts were raised or closed, and whether the day needs no other look
 */
export async function lookAtCentres(client: ClientBase, moment: Moment): Promise<{ alerts: number; done: boolean }> {
  const today = londonDate(moment.now)
  const snapshots = await takeSnapshots(client, { today, now: moment.now })
  if (snapshots !== 'TAKEN') return { alerts: 0, done: snapshots === 'TAKEN_BEFORE' }
  const pictures = await loadCentrePictures(client, today)
  const ofCentres = kinds.flatMap(({ code, trigger }) => ('ofCentre' in trigger ? { code, trigger } : []))
  const drafts = pictures.flatMap((picture) => ofCentres.flatMap(({ trigger }) => trigger.ofCentre(picture) ?? []))
  // What was told of a quarter is for people to close once it is over, or goes when the end of the next one is near.
  const judged = ofCentres
    .map(({ code }) => code)
    .filter(
      (code) =>
        code !== 'SAMPLING_SHORTFALL' ||
        quarterEnding(today, policyOfCentres.samplingShortfall.daysBeforeQuarterEnds) !== undefined,
    )
  const { rows: open } = await client.query<{ centreId: string; code: string; key: string }>(
    `select centre_id "centreId", code, dedupe_key key from alert where code = any($1) and state not in ('RESOLVED', 'EXPIRED')`,
    [judged],
  )
  // A drop that goes on keeps its alert, although a new one would have the key of another month.
  const goesOn = ({ centreId, code }: AlertDraft) =>
    open.find((one) => code === 'COMPLETION_DROP' && one.code === code && one.centreId === centreId)
  const holding = drafts.map((draft) => ({ ...draft, key: goesOn(draft)?.key ?? draft.key }))
  const resolved = await resolveByFacts(client, {
    of: 'centre_id',
    ids: open.map(({ centreId }) => centreId),
    codes: judged,
    holding,
    now: moment.now,
  })
  return { alerts: resolved + (await raiseAlerts(client, holding, moment)), done: true }
}
