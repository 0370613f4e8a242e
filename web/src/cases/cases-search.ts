import type { CaseOrder, CaseStage } from '../generated/graphql.ts'
import { steps } from '../ui/stages.ts'

/** Ready-made views of the list; each is a set of filters with a name. */
export const views = ['mine', 'due', 'urgent', 'unassigned', 'centre'] as const
export type CasesView = (typeof views)[number]

/** The case list's filters as they stand in the address, so that a list can be kept, sent and gone back to. */
export interface CasesSearch {
  view?: CasesView
  find?: string
  /** Whose cases, when it differs from the view. */
  who?: 'me' | 'all' | 'nobody'
  /** `all` shows closed cases besides. */
  status?: 'all'
  stages?: CaseStage[]
  due?: 'today' | 'week'
  urgent?: true
  tag?: string
  centre?: string
  order?: CaseOrder
  /** Cursors of the pages that led here, the last one being this page's. */
  page?: string[]
}

const allStages: CaseStage[] = [...steps.flat(), 'ON_HOLD', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED']
export const orders: CaseOrder[] = ['MOST_URGENT', 'OPENED_NEWEST', 'OPENED_OLDEST', 'CLIENT_NAME', 'LAST_ACTIVITY']

/** Reads an address that anybody may have typed: what is unknown is left out. */
export function casesSearch(raw: Record<string, unknown>): CasesSearch {
  // A search for 123 comes back from the address as a number.
  const text = (name: string) =>
    ['string', 'number'].includes(typeof raw[name]) && raw[name] !== '' ? String(raw[name]) : undefined
  const oneOf = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === raw[name])
  const listOf = <Value extends string>(name: string, allowed?: readonly Value[]) => {
    const list = Array.isArray(raw[name]) ? raw[name] : raw[name] === undefined ? [] : [raw[name]]
    const kept = list.filter(
      (value): value is Value => typeof value === 'string' && (!allowed || allowed.includes(value as Value)),
    )
    return kept.length > 0 ? kept : undefined
  }
  return dropEmpty({
    view: oneOf('view', views),
    find: text('find'),
    who: oneOf('who', ['me', 'all', 'nobody'] as const),
    status: oneOf('status', ['all'] as const),
    stages: listOf('stages', allStages),
    due: oneOf('due', ['today', 'week'] as const),
    urgent: raw['urgent'] === true || raw['urgent'] === 'true' ? true : undefined,
    tag: text('tag'),
    centre: text('centre'),
    order: oneOf('order', orders),
    page: listOf('page'),
  })
}

function dropEmpty(search: { [Name in keyof CasesSearch]: CasesSearch[Name] | undefined }): CasesSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
