import type { CaseType, Jurisdiction } from '../generated/graphql.ts'

/** What decides whether a rule is one for a case. */
export type CaseKind = { type: CaseType; jurisdiction: Jurisdiction; joint: boolean }

/** Whether a checklist attaches to a case. Empty lists mean any. */
export function checklistApplies(
  checklist: { level: string; caseTypes: string[]; jurisdictions: string[] },
  { type, jurisdiction }: CaseKind,
): boolean {
  return (
    checklist.level === 'CASE' &&
    (checklist.caseTypes.length === 0 || checklist.caseTypes.includes(type)) &&
    (checklist.jurisdictions.length === 0 || checklist.jurisdictions.includes(jurisdiction))
  )
}

/** Whether an item of an attached checklist is one for the case. What is not stays out of sight and out of the weight. */
export function itemApplies(
  item: { jointOnly: boolean; notForCaseTypes: string[] },
  { type, joint }: CaseKind,
): boolean {
  return (joint || !item.jointOnly) && !item.notForCaseTypes.includes(type)
}
