import type { AlertCode } from '../generated/graphql.ts'
import type { CasePicture } from '../engine/case-picture.ts'
import { isLate } from '../rules/item-state.ts'
import type { AlertDraft, Moment } from './alert-kind.ts'

/** The late items of a case whose reference item asks for this alert. A moved deadline makes another matter of it. */
export function overdueItems(code: AlertCode, { fact, items }: CasePicture, { now }: Moment): AlertDraft[] {
  return items
    .filter((item) => item.overdueAlert === code && item.applies && isLate(item, now))
    .map((item) => ({
      code,
      key: `${code}:${item.id}:${item.dueAt!.toISOString()}`,
      centreId: fact.centreId,
      caseId: fact.caseId,
      itemId: item.id,
      dueAt: item.dueAt,
      facts: { item: item.code, text: item.text, rule: item.ruleReference, dueAt: item.dueAt!.toISOString() },
    }))
}
