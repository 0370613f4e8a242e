import type { FieldEncryption } from '@cma/runtime'
import type { Context } from './context.ts'
import { maySeeSensitiveDetails } from './policies.ts'
import type { ClientRow } from './rows.ts'

type Detail = 'nationalInsuranceNumber' | 'healthNote'

const columns: Record<Detail, string> = {
  nationalInsuranceNumber: 'national_insurance_number',
  healthNote: 'health_note',
}
// Bound to table, column and client: a value copied elsewhere can't be read there.
const placeOf = (clientId: string, detail: Detail) => ({
  table: 'cases.sensitive_details',
  column: columns[detail],
  rowId: clientId,
})

export function encryptSensitive(
  encryption: FieldEncryption,
  clientId: string,
  details: { [Name in Detail]?: string | null },
): { [Name in Detail]?: string | null } {
  return Object.fromEntries(
    Object.entries(details).map(([detail, value]) => [
      detail,
      value === null ? null : encryption.encryptField(value, placeOf(clientId, detail as Detail)),
    ]),
  )
}

/** What is recorded, for a viewer who needs it; nothing for everybody else. */
export async function readSensitive(client: ClientRow, detail: Detail, ctx: Context): Promise<string | null> {
  const cases = await ctx.loaders.casesByClient.load(client.id)
  if (!maySeeSensitiveDetails(ctx.viewer, client, cases)) return null
  const stored = (await ctx.loaders.sensitiveDetailsByClient.load(client.id))?.[detail]
  return stored ? ctx.services.encryption.decryptField(stored, placeOf(client.id, detail)) : null
}
