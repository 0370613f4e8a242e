import { daysBetween } from '../rules/days.ts'
import type { LedgerEvent } from './ledger-event.ts'
import { matterEvents, type MatterChange, type MatterStore } from './matter-events.ts'
import type { MatterFact } from './matter-picture.ts'

/** What an event changes of a matter; undefined when it is about none, null when its facts are not what this domain relies on. */
export function matterChangeOf(event: LedgerEvent): MatterChange | null | undefined {
  const read = matterEvents[event.action]
  if (read === undefined) return undefined
  return read(event) ?? null
}

/** Takes a change into the facts. One of a matter that is not known says nothing: it began before this domain was there. */
export function projectMatter(change: MatterChange, centreId: string | null, store: MatterStore): void {
  const known = store.get(change.matterId)
  if (known === undefined && (change.begins !== true || centreId === null)) return
  const before: MatterFact = known ?? {
    matterId: change.matterId,
    kind: change.kind,
    centreId: centreId!,
    caseId: null,
    parentId: null,
    handlerId: null,
    anchors: {},
    facts: {},
  }
  const matter: MatterFact = {
    ...before,
    caseId: change.caseId ?? before.caseId,
    parentId: change.parentId ?? before.parentId,
    handlerId: change.handlerId === undefined ? before.handlerId : change.handlerId,
    anchors: merged(before.anchors, change.anchors),
    facts: { ...merged(before.facts, change.facts), ...pauseOf(before, change) },
  }
  if (change.pause === 'ENDS') delete matter.anchors['pausedOn']
  store.set(matter.matterId, matter)
  if (change.replaces !== undefined) replaceOthers(matter, change.replaces, store)
  if (change.children !== undefined) {
    for (const child of [...store.values()].filter(({ parentId }) => parentId === matter.matterId))
      store.set(child.matterId, { ...child, anchors: { ...child.anchors, ...change.children } })
  }
}

function replaceOthers(
  by: MatterFact,
  { anchor, on, sameFact }: NonNullable<MatterChange['replaces']>,
  store: MatterStore,
): void {
  const others = [...store.values()].filter(
    ({ matterId, kind, parentId, facts, anchors }) =>
      matterId !== by.matterId &&
      kind === by.kind &&
      parentId === by.parentId &&
      anchors[anchor] === undefined &&
      (sameFact === undefined || facts[sameFact] === by.facts[sameFact]),
  )
  for (const other of others) store.set(other.matterId, { ...other, anchors: { ...other.anchors, [anchor]: on } })
}

/** The days of a pause that has ended are added to those of earlier ones. */
function pauseOf({ anchors, facts }: MatterFact, change: MatterChange): MatterFact['facts'] {
  const from = anchors['pausedOn']
  if (change.pause !== 'ENDS' || from === undefined) return {}
  return {
    pausedDays: Number(facts['pausedDays'] ?? 0) + Math.max(0, daysBetween(from, change.anchors!['resumedOn']!)),
  }
}

function merged<Value>(
  before: Record<string, Value>,
  change: Record<string, Value | undefined> = {},
): Record<string, Value> {
  const all = Object.entries({ ...before, ...change })
  return Object.fromEntries(all.filter((entry): entry is [string, Value] => entry[1] !== undefined))
}
