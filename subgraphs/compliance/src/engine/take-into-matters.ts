import type { Logger } from '@cma/runtime'
import type { ClientBase } from 'pg'
import type { Moment } from '../catalogue/alert-kind.ts'
import type { LedgerEvent } from './ledger-event.ts'
import { loadMatters } from './load-matters.ts'
import { caseEventsOfMatters } from './matter-events.ts'
import { matterChangeOf, projectMatter } from './project-matter.ts'
import { caseOf } from './project-event.ts'
import { refreshMatters } from './refresh-matters.ts'
import { passAlertsOn, saveMatters } from './save-matters.ts'

/**
 * Takes what events say of matters, and of the cases that matters belong to, into facts, clocks and alerts.
 * @returns how many alerts were raised or resolved
 */
export async function takeIntoMatters(
  client: ClientBase,
  events: LedgerEvent[],
  { moment, logger }: { moment: Moment; logger: Logger },
): Promise<number> {
  const read = events.flatMap((event) => {
    const change = matterChangeOf(event)
    if (change === null) {
      // One event of a form that is not known must not stop all that come after it.
      logger.error(
        { event: event.id, action: event.action, sequence: String(event.sequence) },
        'an event of the ledger is not of the form that compliance relies on',
      )
    }
    return change ? [{ change, centreId: event.centreId }] : []
  })
  const caseIds = events.filter(({ action }) => caseEventsOfMatters.has(action)).flatMap((event) => caseOf(event) ?? [])
  if (read.length === 0 && caseIds.length === 0) return 0
  const loaded = await loadMatters(client, {
    matterIds: read.map(({ change }) => change.matterId),
    parentIds: read.flatMap(({ change }) => change.parentId ?? []),
    caseIds,
  })
  const store = new Map(loaded.map((matter) => [matter.matterId, matter]))
  for (const { change, centreId } of read) projectMatter(change, centreId, store)
  const matters = [...store.values()]
  const was = new Map(loaded.map((matter) => [matter.matterId, matter]))
  const changed = matters.filter((matter) => was.get(matter.matterId) !== matter)
  await saveMatters(client, changed)
  await passAlertsOn(
    client,
    changed.filter(({ matterId, handlerId }) => was.has(matterId) && was.get(matterId)!.handlerId !== handlerId),
  )
  return refreshMatters(client, matters, moment)
}
