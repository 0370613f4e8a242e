import type { NoteCategory, NoteRestriction, NoteVisibility } from './generated/prisma/enums.ts'

/** Who may read a note follows from what it is about and what its writer chose; the first outweighs the second. */
export function restrictionOf(
  category: NoteCategory,
  wanted: NoteVisibility,
): { visibility: NoteVisibility; restriction: NoteRestriction } {
  if (category === 'SAFEGUARDING') return { visibility: 'RESTRICTED', restriction: 'RESTRICTED' }
  if (category === 'VULNERABILITY') return { visibility: 'RESTRICTED', restriction: 'VULNERABILITY' }
  if (wanted === 'RESTRICTED') return { visibility: wanted, restriction: 'RESTRICTED' }
  return { visibility: wanted, restriction: wanted === 'COMPLIANCE' ? 'COMPLIANCE' : 'NONE' }
}
