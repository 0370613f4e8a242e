import type { CaseType, Jurisdiction } from '../generated/graphql.ts'

/** What decides whether a rule is one for a case. */
export type CaseKind = { type: CaseType; jurisdiction: Jurisdiction; joint: boolean }

/** What starts clocks of a case; a checklist or an item may wait for it. */
type Known = { has(anchor: string): boolean }

/** Whether a checklist attaches to a case. Empty lists mean any. */
export function checklistApplies(
  checklist: { level: string; caseTypes: string[]; jurisdictions: string[]; attachWhen: string[] },
  { type, jurisdiction }: CaseKind,
  known: Known,
): boolean {
  return (
    checklist.level === 'CASE' &&
    (checklist.caseTypes.length === 0 || checklist.caseTypes.includes(type)) &&
    (checklist.jurisdictions.length === 0 || checklist.jurisdictions.includes(jurisdiction)) &&
    waitedFor(checklist.attachWhen, known)
  )
}

/** Whether an item of an attached checklist is one for the case. What is not stays out of sight and out of the weight. */
export function itemApplies(
  item: { jointOnly: boolean; notForCaseTypes: string[]; jurisdictions: string[]; onlyWhen: string[] },
  { type, jurisdiction, joint }: CaseKind,
  known: Known,
): boolean {
  return (
    (joint || !item.jointOnly) &&
    !item.notForCaseTypes.includes(type) &&
    (item.jurisdictions.length === 0 || item.jurisdictions.includes(jurisdiction)) &&
    waitedFor(item.onlyWhen, known)
  )
}

function waitedFor(anchors: string[], known: Known): boolean {
  return anchors.length === 0 || anchors.some((anchor) => known.has(anchor))
}
