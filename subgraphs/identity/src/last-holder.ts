import type { Prisma, PrismaClient } from './generated/prisma/client.ts'

type Db = Pick<PrismaClient, '$queryRaw' | '$executeRaw' | 'membership' | 'networkMembership'>

/**
 * Lets one change of the people of a centre or network happen at a time, until its transaction ends: else two
 * managers could each take the other's role, and nobody would be left.
 */
export async function lockPeopleOf(tx: Db, ids: readonly string[]): Promise<void> {
  // In one order, so that two that need the same pair do not wait for each other.
  for (const id of ids.toSorted())
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('identity people'), hashtext(${id}))`
}

const lasting = { endedAt: null, person: { active: true } } satisfies Prisma.MembershipWhereInput

/** Whether somebody else than the person manages the centre. */
export async function anotherManages(tx: Db, centreId: string, personId: string): Promise<boolean> {
  return (
    (await tx.membership.count({
      where: { ...lasting, centreId, personId: { not: personId }, roles: { has: 'CENTRE_MANAGER' } },
    })) > 0
  )
}

/** Whether somebody else than the person administers the network. */
export async function anotherAdministers(tx: Db, networkId: string, personId: string): Promise<boolean> {
  return (
    (await tx.networkMembership.count({
      where: { ...lasting, networkId, personId: { not: personId }, roles: { has: 'NETWORK_ADMIN' } },
    })) > 0
  )
}
