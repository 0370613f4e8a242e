import { dayOfColumn } from '@cma/runtime'
import type { CaseChecklistItem } from './generated/prisma/client.ts'
import type { SignOff } from './generated/graphql.ts'
import type { ItemFacts } from './rules/item-state.ts'

/** A row in the form in which the rules take it. */
export function itemFacts(
  row: Pick<
    CaseChecklistItem,
    'signOff' | 'startedAt' | 'evidenceCount' | 'signedOffAt' | 'decision' | 'waivedUntil' | 'dueAt'
  >,
): ItemFacts {
  return {
    signOff: row.signOff as SignOff,
    startedAt: row.startedAt,
    evidenceCount: row.evidenceCount,
    signedOffAt: row.signedOffAt,
    decision: row.decision as ItemFacts['decision'],
    waivedUntil: row.waivedUntil && dayOfColumn(row.waivedUntil),
    dueAt: row.dueAt,
  }
}
