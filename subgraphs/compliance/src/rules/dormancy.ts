import { londonDate, startOfLondonDay } from '@cma/runtime/london-date'
import type { CaseStage } from '../generated/graphql.ts'
import { addDays } from './days.ts'
import { clocksRun } from './stages.ts'

/** Calendar days without anything done on a case, after which it is dormant. */
const dormantDays = 21
const longDormantDays = 42

type Active = { stage: CaseStage; lastActivityAt: Date }

/** The midnight from which a case is dormant; undefined for one that has ended. */
export function dormantFrom({ stage, lastActivityAt }: Active): Date | undefined {
  return clocksRun(stage) ? startOfLondonDay(addDays(londonDate(lastActivityAt), dormantDays)) : undefined
}

/** The midnight from which it has been so for long. */
export function longDormantFrom({ lastActivityAt }: Pick<Active, 'lastActivityAt'>): Date {
  return startOfLondonDay(addDays(londonDate(lastActivityAt), longDormantDays))
}
