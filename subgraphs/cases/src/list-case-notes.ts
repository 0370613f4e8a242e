import { connectionOf, isId, pageOf, type LoaderContext, type Page } from '@cma/runtime'
import DataLoader from 'dataloader'
import { GraphQLError } from 'graphql'
import type { Context, Db } from './context.ts'
import type { CaseNotesArgs, NoteFilter } from './generated/graphql.ts'
import { Prisma } from './generated/prisma/client.ts'
import { normalTag } from './parsing.ts'
import type { CaseRow, NoteList, NoteRow } from './rows.ts'

type Asked = { caseId: string; page: Page; filter: NoteFilter | null }

/** The notes of a case, the newest first. Many cases asked in one way cost as many statements as one. */
export async function listCaseNotes(
  theCase: CaseRow,
  { filter = null, ...asked }: CaseNotesArgs,
  ctx: Context,
): Promise<NoteList> {
  const page = pageOf(asked)
  const ids = await ctx.loaders.noteIdsByCase.load({ caseId: theCase.id, page, filter })
  const notes = await Promise.all(ids.map((id) => ctx.loaders.noteById.load(id)))
  return {
    ...connectionOf(
      notes.filter((note) => note !== null),
      page,
      noteKey,
    ),
    totalCount: () => ctx.loaders.noteCountByCase.load({ caseId: theCase.id, page, filter }),
  }
}

const noteKey = ({ createdAt, id }: NoteRow) => [createdAt.toISOString(), id]

export function caseNotesLoaders(ctx: LoaderContext<Db>) {
  return {
    noteIdsByCase: new DataLoader<Asked, string[], string>(
      (asked) => inGroups(asked, (caseIds, one) => pageOfEach(ctx, caseIds, one)),
      { cacheKeyFn: JSON.stringify },
    ),
    noteCountByCase: new DataLoader<Asked, number, string>(
      (asked) => inGroups(asked, (caseIds, one) => countOfEach(ctx, caseIds, one)),
      { cacheKeyFn: JSON.stringify },
    ),
  }
}

// Cases of one field share their arguments, so this is one group, and one statement.
async function inGroups<Answer>(
  asked: readonly Asked[],
  answer: (caseIds: string[], one: Asked) => Promise<Map<string, Answer>>,
): Promise<Answer[]> {
  const groups = Map.groupBy(asked, ({ page, filter }) => JSON.stringify([page, filter]))
  const answers = new Map(
    await Promise.all(
      [...groups].map(
        async ([key, group]) =>
          [
            key,
            await answer(
              group.map(({ caseId }) => caseId),
              group[0]!,
            ),
          ] as const,
      ),
    ),
  )
  return asked.map(({ caseId, page, filter }) => answers.get(JSON.stringify([page, filter]))!.get(caseId)!)
}

async function pageOfEach(
  ctx: LoaderContext<Db>,
  caseIds: string[],
  { page, filter }: Asked,
): Promise<Map<string, string[]>> {
  const rows = await ctx.read((db) =>
    db.$queryRaw<{ caseId: string; id: string }[]>(Prisma.sql`
      select k.id as "caseId", found.id from unnest(${caseIds}::uuid[]) as k (id) cross join lateral (
        select n.id, n.created_at ${from} where n.case_id = k.id and ${filtered(filter)} and ${after(page)}
        order by n.created_at desc, n.id desc limit ${page.take}
      ) found order by k.id, found.created_at desc, found.id desc`),
  )
  const byCase = Map.groupBy(rows, ({ caseId }) => caseId)
  return new Map(caseIds.map((caseId) => [caseId, (byCase.get(caseId) ?? []).map(({ id }) => id)]))
}

async function countOfEach(ctx: LoaderContext<Db>, caseIds: string[], { filter }: Asked): Promise<Map<string, number>> {
  const rows = await ctx.read((db) =>
    db.$queryRaw<{ caseId: string; count: number }[]>(Prisma.sql`
      select n.case_id as "caseId", count(*)::int as count ${from} where n.case_id = any (${caseIds}::uuid[]) and ${filtered(filter)} group by 1`),
  )
  const byCase = new Map(rows.map(({ caseId, count }) => [caseId, count]))
  return new Map(caseIds.map((caseId) => [caseId, byCase.get(caseId) ?? 0]))
}

// A version that row-level security withholds is null here, so that no filter finds out what it says.
const from = Prisma.sql`from note n left join note_version v on v.note_id = n.id and v.version = n.version`

function after({ after: key }: Page): Prisma.Sql {
  if (key === undefined) return Prisma.sql`true`
  const [at, id] = key
  const valid = typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string' && isId(id)
  if (!valid) throw new GraphQLError('This cursor is of another list', { extensions: { code: 'BAD_USER_INPUT' } })
  return Prisma.sql`(n.created_at, n.id) < (${at}::timestamptz, ${id}::uuid)`
}

function filtered(filter: NoteFilter | null): Prisma.Sql {
  const { categories, priorities, tag, authorId, search, followUpOpen } = filter ?? {}
  const conditions = [Prisma.sql`true`]
  if (categories) conditions.push(Prisma.sql`v.category = any (${categories}::note_category[])`)
  if (priorities) conditions.push(Prisma.sql`v.priority = any (${priorities}::note_priority[])`)
  if (tag?.trim()) conditions.push(Prisma.sql`v.tags @> ${[normalTag(tag) ?? tag]}`)
  if (authorId) conditions.push(Prisma.sql`n.author_id::text = ${authorId.toLowerCase()}`)
  for (const word of search?.trim().split(/\s+/).slice(0, 8) ?? [])
    conditions.push(Prisma.sql`v.body ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)
  if (followUpOpen) conditions.push(Prisma.sql`n.follow_up_on is not null and n.follow_up_done_at is null`)
  return Prisma.join(conditions, ' and ')
}
