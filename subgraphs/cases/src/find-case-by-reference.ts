import type { Context } from './context.ts'
import { centresRead } from './policies.ts'
import type { CaseRow } from './rows.ts'

export async function findCaseByReference(reference: string, ctx: Context): Promise<CaseRow | null> {
  const centreId = { in: centresRead(ctx.viewer) }
  return ctx.read((db) => db.case.findFirst({ where: { reference: reference.trim().toUpperCase(), centreId } }))
}
