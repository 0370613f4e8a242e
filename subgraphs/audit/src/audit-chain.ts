import type { Context } from './context.ts'
import type { AuditChain } from './generated/graphql.ts'
import { mayReadChain } from './policies.ts'

/** The state of the chain; null for those who do not read it. */
export async function auditChain({ viewer, read }: Context): Promise<AuditChain | null> {
  if (!mayReadChain(viewer)) return null
  return read(async (db) => {
    const head = await db.chainHead.findUniqueOrThrow({ where: { id: 1 } })
    const verification = await db.verification.findFirst({ orderBy: { verifiedAt: 'desc' } })
    const [{ waiting } = { waiting: 0n }] = await db.$queryRaw<
      Array<{ waiting: bigint }>
    >`select audit.waiting() as waiting`
    return {
      lastSequence: Number(head.lastSequence),
      lastHash: head.lastSequence === 0n ? null : hex(head.lastHash),
      lastSealedAt: head.lastSealedAt,
      waiting: Number(waiting),
      verifiedAt: verification?.verifiedAt ?? null,
      verifiedSequence: verification ? Number(verification.lastSequence) : null,
      problem: verification?.problem ?? null,
    }
  })
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
