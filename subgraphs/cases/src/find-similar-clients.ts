import { GraphQLError } from 'graphql'
import type { Context } from './context.ts'
import { foldText, wordsOf } from './fold-text.ts'
import type { QuerySimilarClientsArgs } from './generated/graphql.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mayReadCases } from './policies.ts'
import type { ClientRow } from './rows.ts'

/** Clients of the centre who may be the person meant, the likeliest first; a date of birth that agrees counts for much. */
export async function findSimilarClients(
  { centreId, name, dateOfBirth }: QuerySimilarClientsArgs,
  ctx: Context,
): Promise<ClientRow[]> {
  if (name.length > 240)
    throw new GraphQLError('A name has at most 240 characters', { extensions: { code: 'BAD_USER_INPUT' } })
  if (!mayReadCases(ctx.viewer, centreId)) return []
  const folded = foldText(name)
  const words = wordsOf(name)
  const born = dateOfBirth ?? null
  const ids = await ctx.read((db) =>
    db.$queryRaw<{ id: string }[]>(Prisma.sql`
      select c.id from client c,
        lateral (select greatest(
            similarity(c.search_name, ${folded}), word_similarity(${folded}, c.search_name) * 0.9,
            case when not exists (select from unnest(${words}::text[]) w where not word_occurs(w, c.search_name)) then 0.5 else 0 end) as name, coalesce(c.date_of_birth = ${born}::date, false) as birth) alike
      where c.centre_id = ${centreId}::uuid and (alike.birth or (alike.name >= 0.4 and ${words.length > 0}))
      order by alike.name + case when alike.birth then 0.5 else 0 end desc, c.id limit 20`),
  )
  const rows = await Promise.all(ids.map(({ id }) => ctx.loaders.clientById.load(id)))
  return rows.filter((row) => row !== null)
}
