import type { Context } from './context.ts'
import type { AuditChain } from './generated/graphql.ts'
import { mayReadChain } from './policies.ts'
import { latestRun } from './verification-runs.ts'

/** The state of the chain; null for those who do not read it. */
export async function auditChain({ viewer, read, services }: Context): Promise<AuditChain | null> {
  if (!mayReadChain(viewer)) return null
  const verification = await latestRun(services.keyValue)
  return read(async (db) => {
    const head = await db.chainHead.findUniqueOrThrow({ where: { id: 1 } })
    const noted = await db.verification.findFirst({ orderBy: { verifiedAt: 'desc' } })
    const [{ waiting } = { waiting: 0n }] = await db.$queryRaw<
      Array<{ waiting: bigint }>
    >`select audit.waiting() as waiting`
    return {
      lastSequence: Number(head.lastSequence),
      lastHash: head.lastSequence === 0n ? null : hex(head.lastHash),
      lastSealedAt: head.lastSealedAt,
      waiting: Number(waiting),
      verifiedAt: noted?.verifiedAt ?? null,
      verifiedSequence: noted ? Number(noted.lastSequence) : null,
      problem: noted?.problem ?? null,
      verification,
    }
  })
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
