import type { NoteCategory } from '../generated/graphql.ts'

export const noteCategories: NoteCategory[] = [
  'PHONE_CALL',
  'CLIENT_CONTACT',
  'APPOINTMENT',
  'ADVICE',
  'CREDITOR_CONTACT',
  'FINANCIAL',
  'REFERRAL',
  'VULNERABILITY',
  'SAFEGUARDING',
  'COMPLIANCE',
  'SUPERVISION',
  'SYSTEM',
]

/** The filters of a case's notes as they stand in the address. */
export interface NotesSearch {
  category?: NoteCategory
  high?: true
  followUp?: true
  tag?: string
  find?: string
  page?: string[]
}

export function notesSearch(raw: Record<string, unknown>): NotesSearch {
  const category = noteCategories.find((value) => value === raw['category'])
  const page = Array.isArray(raw['page'])
    ? raw['page'].filter((cursor): cursor is string => typeof cursor === 'string')
    : []
  return {
    ...(category ? { category } : {}),
    ...(raw['high'] === true ? { high: true } : {}),
    ...(raw['followUp'] === true ? { followUp: true } : {}),
    ...(typeof raw['tag'] === 'string' ? { tag: raw['tag'] } : {}),
    ...(typeof raw['find'] === 'string' && raw['find'] !== '' ? { find: raw['find'] } : {}),
    ...(page.length > 0 ? { page } : {}),
  }
}
