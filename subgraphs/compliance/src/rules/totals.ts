import { isDone, itemState, type ItemFacts } from './item-state.ts'
import { addTotals, noTotals, type Totals } from './completion.ts'

/** An item as far as sums go. */
export type CountedItem = ItemFacts & { applies: boolean; weight: number }

/** Adds up the items of one checklist, or of all of a case. */
export function totalsOf(items: CountedItem[], now: Date): Totals {
  return items.filter((item) => item.applies).reduce((sum, item) => addTotals(sum, share(item, now)), noTotals)
}

function share(item: CountedItem, now: Date): Totals {
  const state = itemState(item, now)
  const done = isDone(item, now)
  return {
    doneWeight: done ? item.weight : 0,
    applicableWeight: item.weight,
    openItems: done ? 0 : 1,
    failedItems: state === 'FAILED' ? 1 : 0,
    awaitingItems: state === 'EVIDENCED' && !done ? 1 : 0,
    begunItems: item.startedAt !== null || item.evidenceCount > 0 || item.decision !== null ? 1 : 0,
    itemsInPlay: state === 'NOT_APPLICABLE' ? 0 : 1,
  }
}
