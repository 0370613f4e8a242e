import { connectionOf, dayOfColumn, isId, pageOf, type SortKey } from '@cma/runtime'
import { startOfLondonDay } from '@cma/runtime/london-date'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Context } from './context.ts'
import type { QueryDeadlinesArgs } from './generated/graphql.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mayReadAnywhere } from './policies.ts'
import { referenceClock } from './reference/clocks.ts'
import { endOfDay } from './rules/days.ts'

/** A running clock of a matter, or a dated item of a checklist that is not done. */
export type DeadlineRow = {
  id: string
  code: string
  dueAt: Date
  force: string
  centreId: string
  caseId: string | null
  matterKind: string | null
  matterId: string | null
  /** Of an item. */
  text: string | null
  ruleReference: string | null
  verified: boolean | null
  /** Of a clock: the version that its matter keeps. */
  version: Date | null
}

const maxSize = 200
const sortKey = z.tuple([z.iso.datetime(), z.uuid()]) as z.ZodType<SortKey>

/** What falls due, the earliest first. Row security decides whose; two statements, however many. */
export async function deadlines(args: QueryDeadlinesArgs, ctx: Context) {
  const page = pageOf(args, { maxSize, sortKey })
  if (args.from && args.to && args.from > args.to)
    throw new GraphQLError("'from' is not later than 'to'", { extensions: { code: 'BAD_USER_INPUT' } })
  const wanted = [args.centreId, args.caseId].every((id) => id === null || id === undefined || isId(id))
  if (!mayReadAnywhere(ctx.viewer) || !wanted) return { ...connectionOf<DeadlineRow>([], page, keyOf), totalCount: 0 }
  const found = dated(args, ctx.viewer.id)
  const after =
    page.after && Prisma.sql`where ("dueAt", id) > (${new Date(String(page.after[0]))}, ${String(page.after[1])}::uuid)`
  const [rows, [count]] = await ctx.read((db) =>
    Promise.all([
      db.$queryRaw<
        DeadlineRow[]
      >`${found} select * from dated ${after ?? Prisma.empty} order by "dueAt", id limit ${page.take}`,
      db.$queryRaw<[{ n: number }]>`${found} select count(*)::int n from dated`,
    ]),
  )
  return { ...connectionOf(rows, page, keyOf), totalCount: count.n }
}

/** What a deadline's clock or item says of it. */
export function ruleOf(row: DeadlineRow): {
  text: string
  ruleReference: string | null
  verified: boolean
  passes: boolean
} {
  if (row.version === null)
    return { text: row.text!, ruleReference: row.ruleReference, verified: row.verified!, passes: false }
  // A clock that the reference data no longer has is still running for somebody: its code says what it is.
  const rule = referenceClock(row.code, dayOfColumn(row.version))
  return rule ?? { text: row.code, ruleReference: null, verified: false, passes: false }
}

const keyOf = ({ dueAt, id }: DeadlineRow): SortKey => [dueAt.toISOString(), id]

function dated({ from, to, centreId, caseId, forces, mine }: QueryDeadlinesArgs, viewerId: string): Prisma.Sql {
  const within = Prisma.sql`${from ? Prisma.sql`and d.due_at >= ${startOfLondonDay(from)}` : Prisma.empty}
    ${to ? Prisma.sql`and d.due_at <= ${endOfDay(to)}` : Prisma.empty}
    ${centreId ? Prisma.sql`and d.centre_id = ${centreId}::uuid` : Prisma.empty}
    ${caseId ? Prisma.sql`and d.case_id = ${caseId}::uuid` : Prisma.empty}`
  const ofForces = (column: Prisma.Sql) => (forces ? Prisma.sql`and ${column} = any (${forces}::text[])` : Prisma.empty)
  const advised = Prisma.sql`exists (select from case_fact f where f.case_id = d.case_id and f.adviser_id = ${viewerId}::uuid)`
  return Prisma.sql`with dated as (
    select d.id, d.code, d.due_at "dueAt", d.force, d.centre_id "centreId", d.case_id "caseId", d.matter_kind "matterKind",
      d.matter_id "matterId", null::text text, null::text "ruleReference", null::boolean verified, d.version
    from matter_clock d
    where d.state = 'RUNNING' ${within} ${ofForces(Prisma.sql`d.force`)}
      ${mine ? Prisma.sql`and (d.handler_id = ${viewerId}::uuid or ${advised})` : Prisma.empty}
    union all
    select d.id, r.code, d.due_at, coalesce(r.due_force, r.force), d.centre_id, d.case_id, null, null, r.text, r.rule_reference,
      r.verified, null
    from case_checklist_item d join checklist_item r on r.id = d.item_id
    where d.applies and not d.done and d.due_at is not null ${within} ${ofForces(Prisma.sql`coalesce(r.due_force, r.force)`)}
      ${mine ? Prisma.sql`and ${advised}` : Prisma.empty}
  )`
}
