/** What a checklist's items add up to, whatever the time; the moments when it changes by itself are deadlines of the engine. */
export type Totals = {
  /** Weight of the items that are done. */
  doneWeight: number
  /** Weight of all items that apply to the case, those marked not applicable included: they count as done. */
  applicableWeight: number
  openItems: number
  failedItems: number
  /** Evidenced, and waiting for a second person. */
  awaitingItems: number
  /** Items that somebody has touched. */
  begunItems: number
  /** Items that are neither not applicable nor out of the case's kind. */
  itemsInPlay: number
}

export const noTotals: Totals = {
  doneWeight: 0,
  applicableWeight: 0,
  openItems: 0,
  failedItems: 0,
  awaitingItems: 0,
  begunItems: 0,
  itemsInPlay: 0,
}

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    doneWeight: a.doneWeight + b.doneWeight,
    applicableWeight: a.applicableWeight + b.applicableWeight,
    openItems: a.openItems + b.openItems,
    failedItems: a.failedItems + b.failedItems,
    awaitingItems: a.awaitingItems + b.awaitingItems,
    begunItems: a.begunItems + b.begunItems,
    itemsInPlay: a.itemsInPlay + b.itemsInPlay,
  }
}

/** Whole per cent, rounded down, so that 100 says that everything is done. Where nothing applies, nothing is missing: 100. */
export function completionPercentage({
  doneWeight,
  applicableWeight,
}: Pick<Totals, 'doneWeight' | 'applicableWeight'>): number {
  return applicableWeight === 0 ? 100 : Math.floor((doneWeight * 100) / applicableWeight)
}
