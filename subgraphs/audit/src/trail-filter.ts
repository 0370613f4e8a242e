import { isId } from '@cma/runtime'
import type { AuditFilter, AuditGroup } from './generated/graphql.ts'
import type { Prisma } from './generated/prisma/client.ts'

/** The beginnings of actions in each group; what belongs to none is in the trail all the same. */
const beginnings: Record<AuditGroup, string[]> = {
  CASES: ['cases.case.', 'cases.outcome.', 'cases.breathing_space.'],
  NOTES: ['cases.note.', 'cases.note_template.'],
  CLIENTS: ['cases.client.', 'cases.consent.', 'cases.authority.', 'cases.vulnerability.'],
  WORK: ['cases.task.', 'cases.follow_up.', 'cases.appointment.', 'cases.emergency.'],
  COMPLIANCE: [
    'compliance.checklist.',
    'compliance.item.',
    'compliance.evidence.',
    'compliance.complaint.',
    'compliance.dsar.',
    'compliance.breach.',
    'compliance.file_review.',
  ],
  ALERTS: ['compliance.alert.'],
  ACCESS: ['cases.restricted_case.', 'cases.case.restricted', 'cases.case.unrestricted'],
  PEOPLE: ['identity.'],
  AUDIT: ['audit.'],
}
export const groups = Object.keys(beginnings) as AuditGroup[]

export type Wanted = { entity?: string | null | undefined; filter?: AuditFilter | null | undefined }

/** Prisma's conditions; undefined when nothing can meet them, since an id is none. */
export function trailConditions({ entity, filter }: Wanted): Prisma.EventWhereInput[] | undefined {
  const { groups: wanted, actorId, from, to } = filter ?? {}
  if (entity && !isId(entity)) return undefined
  const conditions: Prisma.EventWhereInput[] = []
  if (entity) conditions.push({ entities: { array_contains: [{ id: entity.toLowerCase() }] } })
  if (actorId) conditions.push({ actorId: isId(actorId) ? actorId.toLowerCase() : actorId })
  if (from) conditions.push({ occurredAt: { gte: from } })
  if (to) conditions.push({ occurredAt: { lt: to } })
  if (wanted && wanted.length > 0)
    conditions.push({
      OR: wanted.flatMap((group) => beginnings[group].map((action) => ({ action: { startsWith: action } }))),
    })
  return conditions
}
