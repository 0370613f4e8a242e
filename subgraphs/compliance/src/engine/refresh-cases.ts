import type { ClientBase } from 'pg'
import { kinds } from '../catalogue/catalogue.ts'
import type { Moment } from '../catalogue/alert-kind.ts'
import type { FactStore } from './project-event.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { resolveByFacts } from './resolve-by-facts.ts'
import { scheduleCases } from './schedule.ts'
import { workOutCases } from './work-out-cases.ts'

const conditional = kinds.filter(({ trigger }) => 'whileHolds' in trigger).map(({ code }) => code)

/**
 * Brings cases up to date at a moment: checklists they lack, what applies, what is done, when it is due, sums, alerts that their
 * condition raises or no longer holds, and when to look again. A dozen statements, however many cases.
 * @returns how many alerts were raised or resolved
 */
export async function refreshCases(client: ClientBase, facts: FactStore, moment: Moment): Promise<number> {
  if (facts.cases.size === 0) return 0
  const evaluated = await workOutCases(client, facts, moment)
  const holding = evaluated.flatMap(({ picture, evaluation }) => {
    const current = { ...picture, items: evaluation.items }
    return kinds.flatMap(({ trigger }) => ('whileHolds' in trigger ? trigger.whileHolds(current, moment) : []))
  })
  const resolved = await resolveByFacts(client, {
    of: 'case_id',
    ids: [...facts.cases.keys()],
    codes: conditional,
    holding,
    now: moment.now,
  })
  const raised = await raiseAlerts(client, holding, moment)
  await scheduleCases(
    client,
    evaluated.map(({ picture, evaluation }) => ({ caseId: picture.fact.caseId, wakesAt: evaluation.wakesAt })),
  )
  return resolved + raised
}
