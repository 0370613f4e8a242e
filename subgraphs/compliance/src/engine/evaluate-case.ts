import { itemApplies } from '../rules/applicability.ts'
import { endOfDay } from '../rules/days.ts'
import { dormantFrom } from '../rules/dormancy.ts'
import { dueAt, type Anchors } from '../rules/due.ts'
import { isDone, isLate } from '../rules/item-state.ts'
import { clocksRun } from '../rules/stages.ts'
import { totalsOf } from '../rules/totals.ts'
import type { Totals } from '../rules/completion.ts'
import type { Moment } from '../catalogue/alert-kind.ts'
import type { CaseItem, CasePicture } from './case-picture.ts'

/** A case worked out at a moment. */
export type Evaluation = {
  items: CaseItem[]
  /** By case checklist. */
  totals: Map<string, Totals>
  /** The next moment at which something of the case changes by itself; null while only people can change it. */
  wakesAt: Date | null
}

/** Works out which items apply, are done, and when they are due. Pure: the same picture and moment give the same. */
export function evaluateCase(
  { fact, anchors, appointments, items }: CasePicture,
  { now, holidays }: Moment,
): Evaluation {
  const counted = items.map((item) => {
    const applies = !item.retired && itemApplies(item, fact, anchors)
    const done = isDone(item, now)
    return { ...item, applies, done, doneAt: done ? (item.doneAt ?? now) : null }
  })
  // What was waived or does not apply was not done, so nothing follows it.
  const evidenced = counted.filter(
    (item) => item.applies && item.done && item.evidenceCount > 0 && item.decision !== 'NOT_APPLICABLE',
  )
  const starts: Anchors = new Map([
    ...anchors,
    ...evidenced.map((item) => [`ITEM_DONE:${item.code}`, item.doneAt!] as const),
  ])
  const timed = counted.map((item) => ({
    ...item,
    dueAt:
      (item.applies && clocksRun(fact.stage)
        ? dueAt(item.clock ?? undefined, { anchors: starts, jurisdiction: fact.jurisdiction, holidays })
        : undefined) ?? null,
  }))
  const checklists = Map.groupBy(timed, (item) => item.caseChecklistId)
  return {
    items: timed,
    totals: new Map([...checklists].map(([id, list]) => [id, totalsOf(list, now)])),
    wakesAt: earliest([
      ...timed
        .filter((item) => item.applies && !item.done && item.dueAt !== null && !isLate(item, now))
        .map((item) => after(item.dueAt!)),
      ...timed
        .filter((item) => item.decision === 'WAIVED' && item.done && item.waivedUntil)
        .map((item) => after(endOfDay(item.waivedUntil!))),
      ...appointments
        .filter(({ noteId, noteDueAt }) => noteId === null && noteDueAt !== null && noteDueAt >= now)
        .map(({ noteDueAt }) => after(noteDueAt!)),
      ...[dormantFrom(fact)].filter((from) => from !== undefined && from > now).map((from) => from!),
    ]),
  }
}

const after = (moment: Date) => new Date(moment.getTime() + 1)

function earliest(moments: Date[]): Date | null {
  return moments.length === 0 ? null : new Date(Math.min(...moments.map((moment) => moment.getTime())))
}
