import { createStore } from '../graph/store.ts'

/** Whether somebody is signed in, as far as the app knows: the graph's answers tell. */
export const session = createStore<'unknown' | 'signed-in' | 'ended' | 'signed-out'>('unknown')

const draftPrefix = 'draft:'
const ownerKey = 'draft-owner'

/** Unfinished work is kept per tab and never beyond it: advice centres share computers. */
export function saveDraft(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(draftPrefix + key, JSON.stringify(value))
  } catch {
    // Full or forbidden storage: the form still holds the text.
  }
}

export function readDraft<Value>(key: string): Value | undefined {
  const text = sessionStorage.getItem(draftPrefix + key)
  return text === null ? undefined : (JSON.parse(text) as Value)
}

export function dropDraft(key: string): void {
  sessionStorage.removeItem(draftPrefix + key)
}

export function dropAllDrafts(): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(draftPrefix) || key === ownerKey) sessionStorage.removeItem(key)
}

export function hasDrafts(): boolean {
  return Object.keys(sessionStorage).some((key) => key.startsWith(draftPrefix))
}

/**
 * What outlived a session belongs to one person: somebody else who signs in in this tab does not get it.
 * @returns false when it was somebody else's, and drafts were dropped
 */
export function draftsBelongTo(userId: string): boolean {
  const owner = sessionStorage.getItem(ownerKey)
  const same = owner === null || owner === userId
  if (!same) dropAllDrafts()
  sessionStorage.setItem(ownerKey, userId)
  return same
}
