import { useEffect, useState } from 'react'
import type { NoteCategory, NotePriority, NoteVisibility } from '../generated/graphql.ts'
import { dropDraft, readDraft, saveDraft } from '../session/session.ts'
import { guessCategory } from './guess-category.ts'

export interface NoteDraft {
  body: string
  category: NoteCategory
  /** True once the writer chose the category themselves; before, it follows the words. */
  categoryChosen: boolean
  priority: NotePriority
  followUpOn: string | undefined
  tags: string[]
  visibility: NoteVisibility
}

export const emptyNote: NoteDraft = {
  body: '',
  category: 'PHONE_CALL',
  categoryChosen: false,
  priority: 'NORMAL',
  followUpOn: undefined,
  tags: [],
  visibility: 'CASE_TEAM',
}

/** An unfinished note of a case, kept in this tab while it is written. */
export function useNoteDraft(caseId: string) {
  const key = `note:${caseId}`
  const [draft, setDraft] = useState<NoteDraft>(() => ({ ...emptyNote, ...readDraft<NoteDraft>(key) }))
  const unfinished = draft.body.trim() !== ''
  useEffect(() => {
    if (unfinished) saveDraft(key, draft)
    else dropDraft(key)
  }, [key, draft, unfinished])
  const change = (changed: Partial<NoteDraft>) =>
    setDraft((now) => {
      const next = { ...now, ...changed }
      return next.categoryChosen || changed.body === undefined
        ? next
        : { ...next, category: guessCategory(next.body) ?? next.category }
    })
  return { draft, change, unfinished, clear: () => setDraft(emptyNote) }
}
