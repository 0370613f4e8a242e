import type { ItemState, SignOff } from '../generated/graphql.ts'
import { endOfDay } from './days.ts'

/** What is known of an item of a case, from which its state follows. */
export type ItemFacts = {
  signOff: SignOff
  startedAt: Date | null
  /** Pieces of evidence that count: recorded and not withdrawn. */
  evidenceCount: number
  signedOffAt: Date | null
  /** A decision of a person that stands above the evidence. */
  decision: 'FAILED' | 'NOT_APPLICABLE' | 'WAIVED' | null
  /** The last calendar day of a waiver. */
  waivedUntil: string | null
  dueAt: Date | null
}

/**
 * The state of an item at a moment. Failed and not applicable stand above evidence, evidence stands above a waiver;
 * a waiver ends with its last day in London. Late shows only on what nobody has evidenced: what waits for
 * a second person says so, and is late besides (see `isLate`).
 */
export function itemState(item: ItemFacts, now: Date): ItemState {
  if (item.decision === 'FAILED') return 'FAILED'
  if (item.decision === 'NOT_APPLICABLE') return 'NOT_APPLICABLE'
  if (item.evidenceCount > 0) return item.signOff !== 'SELF' && item.signedOffAt !== null ? 'SIGNED_OFF' : 'EVIDENCED'
  if (isWaived(item, now)) return 'WAIVED'
  if (item.dueAt !== null && item.dueAt < now) return 'OVERDUE'
  return item.startedAt === null ? 'NOT_STARTED' : 'IN_PROGRESS'
}

/** Whether an item counts as done: evidenced (and confirmed where a second person has to), not applicable, or waived for now. */
export function isDone(item: ItemFacts, now: Date): boolean {
  const state = itemState(item, now)
  if (state === 'EVIDENCED') return item.signOff === 'SELF'
  return state === 'SIGNED_OFF' || state === 'NOT_APPLICABLE' || state === 'WAIVED'
}

/** Whether an item should have been done by now and is not. */
export function isLate(item: ItemFacts, now: Date): boolean {
  return item.dueAt !== null && item.dueAt < now && !isDone(item, now)
}

function isWaived(item: ItemFacts, now: Date): boolean {
  return item.decision === 'WAIVED' && item.waivedUntil !== null && endOfDay(item.waivedUntil) >= now
}
