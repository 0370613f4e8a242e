import { afterKey, connectionOf, dayOfColumn, isId, pageOf, type Connection } from '@cma/runtime'
import { z } from 'zod'
import type { Context } from '../context.ts'
import type * as Graph from '../generated/graphql.ts'
import type { Complaint, DataBreach, FileReview, Prisma, SubjectAccessRequest } from '../generated/prisma/client.ts'

// The lists of the registers, the newest first. Row security decides which rows those are: one statement a list, one for its count.

type List<Row> = Connection<Row> & { totalCount: () => Promise<number> }
export type ComplaintList = List<Complaint>
export type RequestList = List<SubjectAccessRequest>
export type BreachList = List<DataBreach>
export type ReviewList = List<FileReview>

type Asked<Filter> = { first: number; after?: string | null | undefined; filter?: Filter | null | undefined }

const byDay = z.tuple([z.iso.date(), z.uuid()])
const byMoment = z.tuple([z.iso.datetime(), z.uuid()])

export async function complaints(
  { filter, ...asked }: Asked<Graph.ComplaintFilter>,
  ctx: Context,
): Promise<ComplaintList> {
  const page = pageOf(asked, { sortKey: byDay })
  const { states, subjects, mine } = filter ?? {}
  const where: Prisma.ComplaintWhereInput = {
    ...placed(filter),
    ...(states && { state: { in: states } }),
    ...(subjects && { subject: { in: subjects } }),
    ...(mine && { handlerId: ctx.viewer.id }),
  }
  const rows = await ctx.read((db) =>
    db.complaint.findMany({
      where: { AND: [where, afterDayKey(page.after, 'receivedOn')] },
      orderBy: [{ receivedOn: 'desc' }, { id: 'desc' }],
      take: page.take,
    }),
  )
  return {
    ...connectionOf(rows, page, ({ receivedOn, id }) => [dayOfColumn(receivedOn), id]),
    totalCount: () => ctx.read((db) => db.complaint.count({ where })),
  }
}

export async function subjectAccessRequests(
  { filter, ...asked }: Asked<Graph.SubjectAccessRequestFilter>,
  ctx: Context,
): Promise<RequestList> {
  const page = pageOf(asked, { sortKey: byDay })
  const { states, kinds } = filter ?? {}
  const where: Prisma.SubjectAccessRequestWhereInput = {
    ...placed(filter),
    ...(states && { state: { in: states } }),
    ...(kinds && { kind: { in: kinds } }),
  }
  const rows = await ctx.read((db) =>
    db.subjectAccessRequest.findMany({
      where: { AND: [where, afterDayKey(page.after, 'receivedOn')] },
      orderBy: [{ receivedOn: 'desc' }, { id: 'desc' }],
      take: page.take,
    }),
  )
  return {
    ...connectionOf(rows, page, ({ receivedOn, id }) => [dayOfColumn(receivedOn), id]),
    totalCount: () => ctx.read((db) => db.subjectAccessRequest.count({ where })),
  }
}

export async function dataBreaches(
  { filter, ...asked }: Asked<Graph.DataBreachFilter>,
  ctx: Context,
): Promise<BreachList> {
  const page = pageOf(asked, { sortKey: byMoment })
  const { states } = filter ?? {}
  const where: Prisma.DataBreachWhereInput = { ...placed(filter), ...(states && { state: { in: states } }) }
  const beyond = afterKey(page.after, [
    ['discoveredAt', 'desc'],
    ['id', 'desc'],
  ]) as Prisma.DataBreachWhereInput | undefined
  const rows = await ctx.read((db) =>
    db.dataBreach.findMany({
      where: { AND: [where, beyond ?? {}] },
      orderBy: [{ discoveredAt: 'desc' }, { id: 'desc' }],
      take: page.take,
    }),
  )
  return {
    ...connectionOf(rows, page, ({ discoveredAt, id }) => [discoveredAt.toISOString(), id]),
    totalCount: () => ctx.read((db) => db.dataBreach.count({ where })),
  }
}

export async function fileReviews(
  { filter, ...asked }: Asked<Graph.FileReviewFilter>,
  ctx: Context,
): Promise<ReviewList> {
  const page = pageOf(asked, { sortKey: byDay })
  const { states, grades, adviserId, quarter, mine } = filter ?? {}
  const where: Prisma.FileReviewWhereInput = {
    ...placed(filter),
    ...(states && { state: { in: states } }),
    ...(grades && { grade: { in: grades } }),
    ...(adviserId && { adviserId: { in: [adviserId].filter(isId) } }),
    ...(quarter && { quarter }),
    ...(mine && { reviewerId: ctx.viewer.id }),
  }
  const rows = await ctx.read((db) =>
    db.fileReview.findMany({
      where: { AND: [where, afterDayKey(page.after, 'dueOn')] },
      orderBy: [{ dueOn: 'desc' }, { id: 'desc' }],
      take: page.take,
    }),
  )
  return {
    ...connectionOf(rows, page, ({ dueOn, id }) => [dayOfColumn(dueOn), id]),
    totalCount: () => ctx.read((db) => db.fileReview.count({ where })),
  }
}

type Placed = { centreId?: string | null | undefined; caseId?: string | null | undefined }

function placed(filter: Placed | null | undefined): { centreId?: { in: string[] }; caseId?: { in: string[] } } {
  const { centreId, caseId } = filter ?? {}
  return {
    ...(centreId && { centreId: { in: [centreId].filter(isId) } }),
    ...(caseId && { caseId: { in: [caseId].filter(isId) } }),
  }
}

/** A day column is compared as midnight UTC. */
function afterDayKey<Column extends string>(after: unknown[] | undefined, column: Column) {
  if (after === undefined) return {}
  const [day, id] = after as [string, string]
  const at = new Date(`${day}T00:00:00.000Z`)
  return { OR: [{ [column]: { lt: at } }, { [column]: at, id: { lt: id } }] } as object
}
