import { londonDate, startOfLondonDay } from '@cma/runtime/london-date'
import type { ClientBase } from 'pg'
import { policyOfCentres } from '../reference/centre-policy.ts'
import { fileReviewSampling } from '../registers/register-reference.ts'
import {
  pointsLost,
  quarterEnding,
  reviewsMissing,
  type DayOfCentre,
  type FilesOfAdviser,
} from '../rules/centre-standing.ts'
import { addDays, type Day } from '../rules/days.ts'

/** A centre as alerts see it when a day begins. */
export type CentrePicture = {
  centreId: string
  today: Day
  /** Points of completion lost since the record of `since`. */
  lost: { points: number; since: Day } | undefined
  /** Of the quarter that ends soon; undefined at other times of the quarter. */
  shortfall: { quarter: string; lastDay: Day; advisers: number; reviews: number } | undefined
}

/** Pictures of all centres of which there is something to say; the same few statements, however many. */
export async function loadCentrePictures(client: ClientBase, today: Day): Promise<CentrePicture[]> {
  const completion = await completionOf(client, today)
  const ending = quarterEnding(today, policyOfCentres.samplingShortfall.daysBeforeQuarterEnds)
  const shortfalls = ending === undefined ? undefined : await shortfallsOf(client, { ...ending, today })
  return [...new Set([...completion.keys(), ...(shortfalls?.keys() ?? [])])].map((centreId) => ({
    centreId,
    today,
    lost: completion.get(centreId),
    shortfall: shortfalls?.get(centreId),
  }))
}

async function completionOf(client: ClientBase, today: Day): Promise<Map<string, { points: number; since: Day }>> {
  const { days, openCasesAtLeast } = policyOfCentres.completionDrop
  // The day itself, or the nearest before it within as many days again: a record may be missing.
  const { rows } = await client.query<DayOfCentre & { centreId: string; isNow: boolean }>(
    `with days as (
       select centre_id, max(taken_on) filter (where taken_on = $1) now, max(taken_on) filter (where taken_on <= $2) before
       from completion_snapshot where taken_on = $1 or (taken_on <= $2 and taken_on > $3) group by centre_id
     )
     select s.centre_id "centreId", s.taken_on::text "takenOn", s.taken_on = d.now "isNow", max(s.open_cases)::int "openCases",
       sum(s.done_weight)::int "doneWeight", sum(s.applicable_weight)::int "applicableWeight"
     from completion_snapshot s join days d on d.centre_id = s.centre_id and s.taken_on in (d.now, d.before)
     group by s.centre_id, s.taken_on, d.now`,
    [today, addDays(today, -days), addDays(today, -2 * days)],
  )
  const found = new Map<string, { points: number; since: Day }>()
  for (const [centreId, ofCentre] of Map.groupBy(rows, (row) => row.centreId)) {
    const now = ofCentre.find(({ isNow }) => isNow)
    const before = ofCentre.find(({ isNow }) => !isNow)
    if (now && before)
      found.set(centreId, { points: pointsLost(before, now, { openCasesAtLeast }), since: before.takenOn })
  }
  return found
}

async function shortfallsOf(
  client: ClientBase,
  { quarter, from, lastDay, today }: { quarter: string; from: Day; lastDay: Day; today: Day },
): Promise<Map<string, NonNullable<CentrePicture['shortfall']>>> {
  const { newForMonths, grades } = await fileReviewSampling()
  const { rows } = await client.query<{
    centreId: string
    files: number
    reviewed: number
    roles: string[] | null
    since: Date | null
  }>(
    `with files as (
       select centre_id, adviser_id, count(*)::int files from case_fact
       where adviser_id is not null and opened_at < $3 and (stage not in ('CLOSED', 'DECEASED', 'TRANSFERRED') or stage_entered_at >= $2)
       group by centre_id, adviser_id
     ), reviews as (
       select centre_id, adviser_id, count(*) filter (where graded_at is not null)::int reviewed from file_review where quarter = $1
       group by centre_id, adviser_id
     )
     select f.centre_id "centreId", f.files, coalesce(r.reviewed, 0) reviewed, s.roles, s.since
     from files f left join reviews r using (centre_id, adviser_id)
     left join staff_fact s on s.centre_id = f.centre_id and s.user_id = f.adviser_id`,
    [quarter, startOfLondonDay(from), startOfLondonDay(addDays(lastDay, 1))],
  )
  const found = new Map<string, NonNullable<CentrePicture['shortfall']>>()
  for (const { centreId, files, reviewed, roles, since } of rows) {
    const known: FilesOfAdviser['known'] = since === null ? undefined : { roles: roles ?? [], since: londonDate(since) }
    const missing = reviewsMissing({ files, reviewed, known }, { today, newForMonths, grades })
    if (missing === 0) continue
    const sum = found.get(centreId) ?? { quarter, lastDay, advisers: 0, reviews: 0 }
    found.set(centreId, { ...sum, advisers: sum.advisers + 1, reviews: sum.reviews + missing })
  }
  return found
}
