import { isId, londonDate, type LoaderContext } from '@cma/runtime'
import { GraphQLError } from 'graphql'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { Context } from '../context.ts'
import type { QueryComplianceDashboardArgs } from '../generated/graphql.ts'
import { may } from '../policies.ts'
import type { Day } from '../rules/days.ts'

/** What a dashboard is about: centres that the viewer oversees, at one moment. */
export type DashboardRow = { centreIds: string[]; now: Date; today: Day; weeks: number }

/** What loaders have of a request. */
export type Reading = Pick<LoaderContext<PrismaClient>, 'read'>

const maxWeeks = 52

/** For those who oversee; one centre that they do not oversee is refused as if it were not there. */
export function complianceDashboard(
  { centreId, weeks = 13 }: QueryComplianceDashboardArgs,
  ctx: Context,
): DashboardRow {
  if (weeks < 1 || weeks > maxWeeks)
    throw new GraphQLError(`'weeks' is between 1 and ${maxWeeks}`, { extensions: { code: 'BAD_USER_INPUT' } })
  const overseen = ctx.viewer.centreIds().filter((id) => may(ctx.viewer, 'OVERSEE_CENTRE', id))
  const centreIds = centreId == null ? overseen : overseen.filter((id) => isId(centreId) && id === centreId)
  if (centreIds.length === 0)
    throw new GraphQLError(
      "You can't see how this centre stands: it is for its supervisors and managers, and for compliance officers and auditors",
      { extensions: { code: 'FORBIDDEN' } },
    )
  const now = ctx.services.clock.now()
  return { centreIds, now, today: londonDate(now), weeks }
}
