import { dayOfColumn, londonDate } from '@cma/runtime'
import type { Framework } from './generated/prisma/client.ts'

/** The version of a framework in force on a day. */
export function isInForce({ effectiveFrom, effectiveTo }: Framework, day: string): boolean {
  return dayOfColumn(effectiveFrom) <= day && (effectiveTo === null || day < dayOfColumn(effectiveTo))
}

/** The version in force now, when it is later than the one held. */
export function newerVersionOf(held: Framework, all: Framework[], now: Date): Framework | undefined {
  return all.find((one) => one.code === held.code && one.effectiveFrom > held.effectiveFrom && isInForce(one, londonDate(now)))
}
