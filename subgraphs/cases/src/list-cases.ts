import { connectionOf, isId, pageOf, type Page, type SortKey } from '@cma/runtime'
import { GraphQLError } from 'graphql'
import type { Context } from './context.ts'
import { foldText, wordsOf } from './fold-text.ts'
import type { CaseFilter, CaseOrder, QueryCasesArgs, RequireFields } from './generated/graphql.ts'
import { Prisma } from './generated/prisma/client.ts'
import { normalTag } from './parsing.ts'
import { centresRead } from './policies.ts'
import type { CaseList, CaseRow } from './rows.ts'
import { endedStages } from './stage-machine.ts'

type Order = {
  column: Prisma.Sql
  type: Prisma.Sql
  direction: 'asc' | 'desc'
  keyOf: (row: CaseRow) => string | number | null
}

// Each has an index (centre_id, column, id). Ties are broken by id, in the same direction.
const orders: Record<CaseOrder, Order> = {
  MOST_URGENT: {
    column: Prisma.sql`c.urgency`,
    type: Prisma.sql`bigint`,
    direction: 'asc',
    keyOf: ({ urgency }) => Number(urgency),
  },
  OPENED_NEWEST: {
    column: Prisma.sql`c.opened_at`,
    type: Prisma.sql`timestamptz`,
    direction: 'desc',
    keyOf: ({ openedAt }) => openedAt.toISOString(),
  },
  OPENED_OLDEST: {
    column: Prisma.sql`c.opened_at`,
    type: Prisma.sql`timestamptz`,
    direction: 'asc',
    keyOf: ({ openedAt }) => openedAt.toISOString(),
  },
  // Cursors get into addresses and caches, where no name belongs: the key is looked up by the case's id.
  CLIENT_NAME: { column: Prisma.sql`c.client_sort_name`, type: Prisma.sql`text`, direction: 'asc', keyOf: () => null },
  LAST_ACTIVITY: {
    column: Prisma.sql`c.last_activity_at`,
    type: Prisma.sql`timestamptz`,
    direction: 'desc',
    keyOf: ({ lastActivityAt }) => lastActivityAt.toISOString(),
  },
}

type CasesArgs = RequireFields<QueryCasesArgs, 'first' | 'orderBy'>

/** A page of cases: one statement for its ids, one for its rows, one for the count if it is asked for. */
export async function listCases({ search, filter, orderBy, ...asked }: CasesArgs, ctx: Context): Promise<CaseList> {
  const page = pageOf(asked)
  const order = orders[orderBy]
  const found = Prisma.join(conditions(search, filter, ctx), ' and ')
  const direction = order.direction === 'asc' ? Prisma.sql`asc` : Prisma.sql`desc`
  const ids = await ctx.read((db) =>
    db.$queryRaw<{ id: string }[]>(Prisma.sql`
      select c.id from case_file c where ${found} and ${after(page, orderBy)}
      order by ${order.column} ${direction}, c.id ${direction} limit ${page.take}`),
  )
  const rows = await Promise.all(ids.map(({ id }) => ctx.loaders.caseById.load(id)))
  const present = rows.filter((row) => row !== null)
  return {
    ...connectionOf(present, page, (row) => [orderBy, order.keyOf(row), row.id]),
    async totalCount() {
      const [row] = await ctx.read((db) =>
        db.$queryRaw<[{ count: number }]>(Prisma.sql`select count(*)::int as count from case_file c where ${found}`),
      )
      return row.count
    },
  }
}

function after({ after: key }: Page, orderBy: CaseOrder): Prisma.Sql {
  if (key === undefined) return Prisma.sql`true`
  const [of, value, id] = key
  if (of !== orderBy || !isCursor(orderBy, key))
    throw new GraphQLError('This cursor is of a list in another order', { extensions: { code: 'BAD_USER_INPUT' } })
  const { column, type, direction } = orders[orderBy]
  const beyond = direction === 'asc' ? Prisma.sql`>` : Prisma.sql`<`
  const known =
    orderBy === 'CLIENT_NAME'
      ? Prisma.sql`(select p.client_sort_name from case_file p where p.id = ${id}::uuid)`
      : Prisma.sql`${value}::${type}`
  return Prisma.sql`(${column}, c.id) ${beyond} (${known}, ${id}::uuid)`
}

// A made-up cursor must not make the database fail.
function isCursor(orderBy: CaseOrder, [, value, id]: SortKey): boolean {
  if (typeof id !== 'string' || !isId(id)) return false
  if (orderBy === 'CLIENT_NAME') return value === null
  if (orderBy === 'MOST_URGENT') return Number.isSafeInteger(value)
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}

function conditions(
  search: string | null | undefined,
  filter: CaseFilter | null | undefined,
  { viewer }: Context,
): Prisma.Sql[] {
  const centres = centresRead(viewer)
  return [
    // Row-level security says the same; said here, an index on the centre serves.
    Prisma.sql`c.centre_id = any (${centres}::uuid[])`,
    ...matching(search),
    ...(filter ? filtered(filter, viewer.id) : []),
  ]
}

function matching(search: string | null | undefined): Prisma.Sql[] {
  if (!search?.trim()) return []
  const words = wordsOf(search)
  // An array is made once. In a join a plan may ask the function again for each case, which takes minutes.
  return [words.length === 0 ? Prisma.sql`false` : Prisma.sql`c.id = any (array(select find_cases(${words})))`]
}

function filtered(filter: CaseFilter, viewerId: string): Prisma.Sql[] {
  const { centreId, stages, adviserId, mine, unassigned, open, types, priorities, tag, followUpDueBy, hasEmergency } =
    filter
  const conditions: Prisma.Sql[] = []
  const when = (given: unknown, condition: () => Prisma.Sql) =>
    given !== null && given !== undefined && conditions.push(condition())
  when(centreId, () => isOne(Prisma.sql`c.centre_id`, centreId!))
  when(stages, () => Prisma.sql`c.stage = any (${stages}::case_stage[])`)
  when(adviserId, () => isOne(Prisma.sql`c.adviser_id`, adviserId!))
  when(mine || null, () => Prisma.sql`c.adviser_id::text = ${viewerId}`)
  when(unassigned, () => (unassigned ? Prisma.sql`c.adviser_id is null` : Prisma.sql`c.adviser_id is not null`))
  when(open, () => Prisma.sql`(c.stage <> all (${endedStages}::case_stage[])) = ${open}`)
  when(types, () => Prisma.sql`c.type = any (${types}::case_type[])`)
  when(priorities, () => Prisma.sql`c.priority = any (${priorities}::case_priority[])`)
  when(tag?.trim() || null, () => Prisma.sql`c.tags @> ${[normalTag(tag!) ?? foldText(tag!)]}`)
  when(
    followUpDueBy,
    () =>
      Prisma.sql`exists (select from note n where n.case_id = c.id and n.follow_up_done_at is null and n.follow_up_on <= ${followUpDueBy}::date)`,
  )
  when(hasEmergency, () => Prisma.sql`c.has_emergency = ${hasEmergency}`)
  return conditions
}

/** An id that is none belongs to nothing. */
function isOne(column: Prisma.Sql, id: string): Prisma.Sql {
  return isId(id) ? Prisma.sql`${column} = ${id}::uuid` : Prisma.sql`false`
}
