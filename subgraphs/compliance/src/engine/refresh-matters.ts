import type { ClientBase } from 'pg'
import type { Moment } from '../catalogue/alert-kind.ts'
import { kinds } from '../catalogue/catalogue.ts'
import { evaluateMatter } from './evaluate-matter.ts'
import { loadCasesOfMatters } from './load-matters.ts'
import type { MatterFact } from './matter-picture.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { resolveByFacts } from './resolve-by-facts.ts'
import { saveClocks } from './save-matters.ts'
import { scheduleMatters } from './schedule.ts'

const ofMatters = kinds.filter(({ trigger }) => 'ofMatter' in trigger)

/**
 * Brings matters up to date at a moment: their clocks, the alerts that hang on these, and when to look again. The same few statements,
 * however many matters.
 * @returns how many alerts were raised or resolved
 */
export async function refreshMatters(client: ClientBase, matters: MatterFact[], moment: Moment): Promise<number> {
  if (matters.length === 0) return 0
  const cases = await loadCasesOfMatters(client, matters)
  const evaluations = matters.map((matter) =>
    evaluateMatter(matter, {
      ofCase: matter.caseId === null ? undefined : cases.get(matter.caseId),
      kinds: ofMatters,
      moment,
    }),
  )
  await saveClocks(client, evaluations, moment.now)
  const holding = evaluations.flatMap((one) => one.holding)
  const resolved = await resolveByFacts(client, {
    of: 'matter_id',
    ids: matters.map(({ matterId }) => matterId),
    codes: ofMatters.map(({ code }) => code),
    holding,
    now: moment.now,
  })
  const raised = await raiseAlerts(client, holding, moment)
  await scheduleMatters(
    client,
    evaluations.map(({ picture, wakesAt }) => ({ matterId: picture.matter.matterId, wakesAt })),
  )
  return resolved + raised
}
