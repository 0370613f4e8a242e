import { afterKey, connectionOf, pageOf, type Connection } from '@cma/runtime'
import type { Context } from './context.ts'
import type { Person, Prisma } from './generated/prisma/client.ts'
import type { QueryUsersArgs } from './generated/graphql.ts'
import { mayAt } from './policies.ts'
import { staffRoles } from './roles.ts'

/** A page of people; `where` finds all of them, for counting when somebody asks. */
export type UserPage = Connection<Person> & { where: Prisma.PersonWhereInput | undefined }

/** The people who work at a centre, by name; an empty page to whoever may not see them, as if the centre were not there. */
export async function usersOf(
  ctx: Context,
  { centreId, search, includeInactive, first, after }: QueryUsersArgs,
): Promise<UserPage> {
  const page = pageOf({ first, after })
  if (!mayAt(ctx.viewer, 'seeColleagues', centreId))
    return { ...connectionOf<Person>([], page, sortKeyOf), where: undefined }
  const withFormer = includeInactive === true && mayAt(ctx.viewer, 'seeWhoHasLeft', centreId)
  const where: Prisma.PersonWhereInput = {
    // Clients have accounts too, and are nobody's colleagues.
    memberships: { some: { centreId, roles: { hasSome: staffRoles }, ...(!withFormer && { endedAt: null }) } },
    ...(!withFormer && { active: true }),
    ...(search?.trim() && { name: { contains: literal(search.trim()), mode: 'insensitive' as const } }),
  }
  const rows = await ctx.read((db) =>
    db.person.findMany({
      where: {
        AND: [
          where,
          afterKey(page.after, [
            ['name', 'asc'],
            ['id', 'asc'],
          ]) ?? {},
        ],
      },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: page.take,
    }),
  )
  return { ...connectionOf(rows, page, sortKeyOf), where }
}

export async function countOf(ctx: Context, { where }: UserPage): Promise<number> {
  return where ? ctx.read((db) => db.person.count({ where })) : 0
}

const sortKeyOf = ({ name, id }: Person) => [name, id]

/** What somebody types is no pattern. */
const literal = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`)
