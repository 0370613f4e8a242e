import type { CaseFilter, CaseOrder } from '../generated/graphql.ts'
import { addDays, type Day } from '../format/calendar-day.ts'
import { offers, type Viewer } from '../shell/viewer.tsx'
import type { CasesSearch, CasesView } from './cases-search.ts'

export const pageSize = 20

/** The views that make sense for a viewer; the first is where the list opens. */
export function viewsFor(viewer: Viewer): CasesView[] {
  return offers.ownCases(viewer)
    ? ['mine', 'due', 'urgent', 'unassigned', 'centre']
    : ['centre', 'urgent', 'unassigned']
}

/** What a saved view stands for, before anything is added or taken away. */
export function viewFilters(view: CasesView): Pick<CasesSearch, 'who' | 'due' | 'urgent'> {
  if (view === 'mine') return { who: 'me' }
  if (view === 'due') return { who: 'me', due: 'week' }
  if (view === 'urgent') return { who: 'all', urgent: true }
  return { who: view === 'unassigned' ? 'nobody' : 'all' }
}

/** The view with what the address changes of it. */
export function effective(search: CasesSearch, viewer: Viewer): CasesSearch & { view: CasesView } {
  const view = search.view ?? viewsFor(viewer)[0]!
  return { ...viewFilters(view), ...search, view }
}

/** The address's filters in the graph's terms. */
export function toFilter(search: CasesSearch, today: Day): CaseFilter {
  const due = search.due === 'today' ? today : search.due === 'week' ? addDays(today, 7) : undefined
  return {
    ...(search.status === 'all' ? {} : { open: true }),
    ...(search.who === 'me' ? { mine: true } : {}),
    ...(search.who === 'nobody' ? { unassigned: true } : {}),
    ...(search.stages ? { stages: search.stages } : {}),
    ...(due ? { followUpDueBy: due } : {}),
    ...(search.urgent ? { hasEmergency: true } : {}),
    ...(search.tag ? { tag: search.tag } : {}),
    ...(search.centre ? { centreId: search.centre } : {}),
  }
}

export function toOrder(search: CasesSearch): CaseOrder {
  return search.order ?? 'MOST_URGENT'
}
