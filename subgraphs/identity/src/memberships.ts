import type { Role } from '@cma/runtime'
import type { Context } from './context.ts'
import { inOrder } from './roles.ts'

/** What a person may do at one centre: the roles held there, and those held for its network. */
export type MembershipRow = {
  /** `<person's id>:<centre's id>` */
  id: string
  personId: string
  centreId: string
  roles: Role[]
  since: Date
  endedAt: Date | null
}

type Lasting = { centreId: string; roles: string[]; since: Date; endedAt: Date | null }

export const membershipId = (personId: string, centreId: string) => `${personId}:${centreId}`

/** A person's memberships that last, as far as the viewer sees them, by the centres' names. */
export async function membershipsOf(ctx: Context, personId: string): Promise<MembershipRow[]> {
  const rows = await lastingOf(ctx, personId)
  const byCentre = new Map<string, MembershipRow>()
  for (const { centreId, roles, since, endedAt } of rows) {
    const sofar = byCentre.get(centreId)
    byCentre.set(centreId, {
      id: membershipId(personId, centreId),
      personId,
      centreId,
      roles: inOrder([...(sofar?.roles ?? []), ...roles]),
      since: sofar && sofar.since < since ? sofar.since : since,
      endedAt,
    })
  }
  const named = await Promise.all(
    [...byCentre.values()].map(async (row) => ({ row, centre: await ctx.loaders.centre.load(row.centreId) })),
  )
  return named
    .filter(({ centre }) => centre !== null)
    .sort((a, b) => a.centre!.name.localeCompare(b.centre!.name, 'en-GB'))
    .map(({ row }) => row)
}

export async function membershipAt(ctx: Context, personId: string, centreId: string): Promise<MembershipRow | null> {
  const memberships = await membershipsOf(ctx, personId)
  return memberships.find((membership) => membership.centreId === centreId) ?? null
}

async function lastingOf(ctx: Context, personId: string): Promise<Lasting[]> {
  const [atCentres, inNetworks] = await Promise.all([
    ctx.loaders.membershipsOf.load(personId),
    ctx.loaders.networkMembershipsOf.load(personId),
  ])
  const expanded = await Promise.all(
    inNetworks
      .filter(({ endedAt }) => endedAt === null)
      .map(async ({ networkId, roles, since, endedAt }) =>
        (await ctx.loaders.centresOfNetwork.load(networkId)).map(({ id }) => ({ centreId: id, roles, since, endedAt })),
      ),
  )
  return [...atCentres.filter(({ endedAt }) => endedAt === null), ...expanded.flat()]
}

/** Everywhere that the viewer sees a person to belong or to have belonged: what decides how much of them the viewer may know. */
export async function knownAt(ctx: Context, personId: string): Promise<{ centreId: string; roles: string[] }[]> {
  const [atCentres, inNetworks] = await Promise.all([
    ctx.loaders.membershipsOf.load(personId),
    ctx.loaders.networkMembershipsOf.load(personId),
  ])
  const expanded = await Promise.all(
    inNetworks.map(async ({ networkId, roles }) =>
      (await ctx.loaders.centresOfNetwork.load(networkId)).map(({ id }) => ({ centreId: id, roles })),
    ),
  )
  return [...atCentres, ...expanded.flat()]
}
