import { createStore } from '../graph/store.ts'

/** The last cases opened in this tab, the newest first. Kept with the drafts: per tab, gone at sign-out. */
export interface RecentCase { id: string; name: string }

const storageKey = 'draft:recent-cases'
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
