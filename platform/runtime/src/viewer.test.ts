import { expect, test } from 'vitest'
import { newId } from './new-id.ts'
import { authorizationScopeOf, viewerOf, type Claims } from './viewer.ts'

const [north, south, network] = [newId(), newId(), newId()]
const claims: Claims = {
  sub: 'ann',
  kind: 'USER',
  c: { [north]: ['ADVISER'] },
  n: { [network]: ['DPO'] },
  scopes: ['a', 'b'],
}

test('roles in a network count at each of its centres, beside those held there', () => {
  const viewer = viewerOf(claims, (id) => (id === network ? [north, south] : []))
  expect([...viewer.rolesAt(north)].sort()).toEqual(['ADVISER', 'DPO'])
  expect([...viewer.rolesAt(south)]).toEqual(['DPO'])
  expect(viewer.rolesAt(newId()).size).toBe(0)
  expect(viewer.hasRole(south, 'ADVISER', 'DPO')).toBe(true)
  expect(viewer.hasRole(south, 'ADVISER')).toBe(false)
  expect(viewer.hasRoleAnywhere('DPO')).toBe(true)
  expect(viewer.hasRoleAnywhere('AUDITOR')).toBe(false)
  expect(viewer.centreIds().sort()).toEqual([north, south].sort())
  expect(viewer.seesCentre(newId())).toBe(false)
})

test('the authorization scope is the same for the same grants in another order, and another for any other', () => {
  const scope = authorizationScopeOf({ ...claims, c: { [south]: ['DPO', 'ADVISER'], [north]: ['ADVISER'] } })
  expect(
    authorizationScopeOf({ ...claims, c: { [north]: ['ADVISER'], [south]: ['ADVISER', 'DPO'] }, scopes: ['b', 'a'] }),
  ).toBe(scope)
  const others: Claims[] = [
    { ...claims, sub: 'bob' },
    { ...claims, kind: 'PARTNER' },
    { ...claims, c: {} },
    { ...claims, c: claims.n, n: claims.c },
    { ...claims, c: { [north]: ['SUPERVISOR'] } },
    { ...claims, n: { [network]: ['DPO', 'AUDITOR'] } },
    { ...claims, scopes: ['a'] },
  ]
  const scopes = [claims, ...others].map(authorizationScopeOf)
  expect(new Set(scopes).size).toBe(scopes.length)
})
