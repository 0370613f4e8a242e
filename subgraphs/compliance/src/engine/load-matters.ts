import type { ClientBase } from 'pg'
import type { CaseOfMatter, MatterFact } from './matter-picture.ts'

const columns = `matter_id "matterId", kind, centre_id "centreId", case_id "caseId", parent_id "parentId", handler_id "handlerId", anchors, facts`

/** What of the matters is asked for: themselves, what belongs to the same parents or to them, and all of these cases. */
export type WhichMatters = { matterIds: string[]; parentIds?: string[]; caseIds?: string[] }

/** One statement, however many. */
export async function loadMatters(
  client: ClientBase,
  { matterIds, parentIds = [], caseIds = [] }: WhichMatters,
): Promise<MatterFact[]> {
  const { rows } = await client.query<MatterFact>(
    `select ${columns} from matter_fact where matter_id = any($1)
     union select ${columns} from matter_fact where parent_id = any($2)
     union select ${columns} from matter_fact where case_id = any($3)`,
    [matterIds, [...new Set([...matterIds, ...parentIds])], caseIds],
  )
  return rows
}

/** The cases that matters belong to, as far as they are known. */
export async function loadCasesOfMatters(
  client: ClientBase,
  matters: MatterFact[],
): Promise<Map<string, CaseOfMatter>> {
  const caseIds = [...new Set(matters.map(({ caseId }) => caseId))].filter((id) => id !== null)
  if (caseIds.length === 0) return new Map()
  const { rows } = await client.query<CaseOfMatter & { caseId: string }>(
    `select case_id "caseId", jurisdiction, stage from case_fact where case_id = any($1)`,
    [caseIds],
  )
  return new Map(rows.map((row) => [row.caseId, row]))
}
