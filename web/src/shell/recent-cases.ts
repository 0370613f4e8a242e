import { createStore } from '../graph/store.ts'

/** The last cases opened in this tab, the newest first. Kept like drafts: per tab, gone at sign-out and for somebody else. */
export interface RecentCase {
  id: string
  name: string
}

const storageKey = 'recent-cases'
const most = 3

export const recentCases = createStore<RecentCase[]>(read())

function read(): RecentCase[] {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as RecentCase[]
  } catch {
    return []
  }
}

export function rememberCase(opened: RecentCase): void {
  recentCases.set((now) => {
    const [first] = now
    if (first?.id === opened.id && first.name === opened.name) return now
    const next = [opened, ...now.filter((item) => item.id !== opened.id)].slice(0, most)
    sessionStorage.setItem(storageKey, JSON.stringify(next))
    return next
  })
}

export function forgetCases(): void {
  sessionStorage.removeItem(storageKey)
  recentCases.set([])
}
