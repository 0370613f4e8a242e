import type { SignedInPerson } from './people.ts'

/** A place in the feed of alerts, from which on something holds that did not before. Entries up to it may go either way. */
export type Place = bigint
/** Beyond all others. */
export const lastPlace: Place = 2n ** 63n - 1n

/** What was answered with success, and so must be in the ledger, lead to its alerts, and decide who hears of them. */
export type Acknowledged = {
  notes: { id: string; safeguarding: boolean }[]
  opened: { caseId: string }[]
  /** Ids of cases that a manager moved past an open gate. */
  overridden: string[]
  /** Ids of cases with an emergency of the next days, one each. */
  emergencies: string[]
  /** Ids of pieces of evidence. */
  evidence: string[]
  /** By case: who was its adviser, and from where on only the new one is. */
  handedOver: Map<string, { from: SignedInPerson['id']; upTo: Place }>
  /** By case: from where on only overseers and those named see it. */
  restricted: Map<string, { upTo: Place }>
  /** By person: from where on they work at no centre any more. */
  left: Map<SignedInPerson['id'], { upTo: Place }>
  refusedForNow: number
  /** What was not done, or not taken by the engine, while there was patience, in a sentence each. */
  inVain: string[]
}

export function nothingYet(): Acknowledged {
  return {
    notes: [],
    opened: [],
    overridden: [],
    emergencies: [],
    evidence: [],
    handedOver: new Map(),
    restricted: new Map(),
    left: new Map(),
    refusedForNow: 0,
    inVain: [],
  }
}
