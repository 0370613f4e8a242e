import { isId } from '@cma/runtime'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { chainedColumns, sealedText, timeText, type ChainedEvent } from './chain.ts'
import type { Context } from './context.ts'
import type { AuditGroup, ExportedEvents } from './generated/graphql.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mayExport } from './policies.ts'
import { trailConditions } from './trail-filter.ts'

const most = 500
const hourMs = 3_600_000
const exportFacts = z.object({
  entity: z.string().nullable(),
  groups: z.array(z.string() as unknown as z.ZodType<AuditGroup>),
  actorId: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  upTo: z.number(),
})

type Args = { export: string; first?: number | null; after?: number | null }
type Row = ChainedEvent & { seq: bigint; prev_hash: Uint8Array; hash: Uint8Array; sealed_at: string }

/** A page of an export, as of its beginning: what was recorded when it began says what is in it. */
export async function exportedEvents(
  { export: exportId, first, after }: Args,
  { viewer, read, services }: Context,
): Promise<ExportedEvents> {
  const size = first ?? most
  if (size < 1 || size > most) throw badInput(`'first' is between 1 and ${most}`)
  if (!mayExport(viewer) || !isId(exportId)) throw notThere()
  return read(async (db) => {
    const begun = await db.event.findFirst({
      where: { id: exportId, action: 'audit.trail.exported', actorId: viewer.id },
    })
    if (!begun || services.clock.now().getTime() - begun.occurredAt.getTime() > hourMs) throw notThere()
    const { upTo, entity, groups, ...filter } = exportFacts.parse(begun.facts)
    const found = await db.event.findMany({
      where: {
        AND: trailConditions({ entity, filter: { ...filter, groups: groups.length > 0 ? groups : null } }) ?? [],
        seq: { gt: after ?? 0, lte: upTo },
      },
      orderBy: { seq: 'asc' },
      take: size + 1,
      select: { id: true, seq: true },
    })
    const ids = found.slice(0, size).map(({ id }) => id)
    const rows = await db.$queryRaw<Row[]>(Prisma.sql`
      select seq, prev_hash, hash, ${Prisma.raw(timeText('sealed_at'))} as sealed_at, ${Prisma.raw(chainedColumns)}
      from event where id = any (${ids}::uuid[]) order by event.seq`)
    return {
      events: rows.map((row) => ({
        sequence: Number(row.seq),
        hash: Buffer.from(row.hash).toString('hex'),
        sealed: sealedText(row, {
          sequence: row.seq,
          previousHash: Buffer.from(row.prev_hash),
          sealedAt: row.sealed_at,
        }),
      })),
      next: found.length > size ? Number(rows.at(-1)!.seq) : null,
    }
  })
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
const notThere = () =>
  new GraphQLError("This export can't be read: it is not yours, or more than an hour old. Begin a new one", {
    extensions: { code: 'FORBIDDEN' },
  })
