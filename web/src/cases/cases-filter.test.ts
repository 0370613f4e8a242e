import { describe, expect, test } from 'vitest'
import { effective, toFilter, toOrder } from './cases-filter.ts'
import { casesSearch } from './cases-search.ts'

const adviser = { id: 'a', name: 'A', email: null, roles: ['ADVISER' as const], centres: [], memberships: [] }
const officer = { ...adviser, roles: ['COMPLIANCE_OFFICER' as const] }
const today = '2026-11-24'

describe('the address of the case list', () => {
  test('an adviser starts with their own open cases, an officer with all open ones', () => {
    expect(toFilter(effective({}, adviser), today)).toEqual({ open: true, mine: true })
    expect(toFilter(effective({}, officer), today)).toEqual({ open: true })
  })
  test('a view, with something added and something taken away', () => {
    const search = casesSearch({
      view: 'due',
      who: 'all',
      stages: ['OPTIONS', 'BUDGET'],
      status: 'all',
      order: 'CLIENT_NAME',
    })
    expect(toFilter(effective(search, adviser), today)).toEqual({
      stages: ['OPTIONS', 'BUDGET'],
      followUpDueBy: '2026-12-01',
    })
    expect(toOrder(search)).toBe('CLIENT_NAME')
  })
  test('what somebody typed into the address is read with care', () => {
    expect(
      casesSearch({
        view: 'every',
        stages: ['NO_SUCH', 'OPTIONS'],
        order: 'RANDOM',
        page: [1, 'abc'],
        find: 123,
        urgent: 'yes',
      }),
    ).toEqual({
      stages: ['OPTIONS'],
      page: ['abc'],
      find: '123',
    })
  })
})
