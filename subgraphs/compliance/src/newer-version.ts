import { dayOfColumn, londonDate } from '@cma/runtime'
import type { Framework } from './generated/prisma/client.ts'

/** The version of each framework that is in force on a day; of two, the later. */
export function versionsInForce(all: Framework[], day: string): Framework[] {
  const byCode = Map.groupBy(
    all.filter((one) => isInForce(one, day)),
    (one) => one.code,
  )
  return [...byCode.values()].map((versions) =>
    versions.reduce((latest, one) => (one.effectiveFrom > latest.effectiveFrom ? one : latest)),
  )
}

function isInForce({ effectiveFrom, effectiveTo }: Framework, day: string): boolean {
  return dayOfColumn(effectiveFrom) <= day && (effectiveTo === null || day < dayOfColumn(effectiveTo))
}

/** The version in force now, when it is later than the one held. */
export function newerVersionOf(held: Framework, all: Framework[], now: Date): Framework | undefined {
  return versionsInForce(all, londonDate(now)).find(
    (one) => one.code === held.code && one.effectiveFrom > held.effectiveFrom,
  )
}
