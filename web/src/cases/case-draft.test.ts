import { expect, test } from 'vitest'
import { emptyCase, toOpenCaseInput } from './case-draft.ts'

const named = { ...emptyCase, centreId: 'north', givenNames: ' Denise ', familyName: 'Okafor', mine: false }

test('a name is enough', () => {
  expect(toOpenCaseInput(named, 'me')).toEqual({
    centreId: 'north',
    newClient: { givenNames: 'Denise', familyName: 'Okafor' },
    type: 'DEBT_CASEWORK',
    jurisdiction: 'ENGLAND_WALES',
  })
})

test('a number is kept with whether it is safe, and an emergency with its day', () => {
  const input = toOpenCaseInput(
    {
      ...named,
      phone: '07700 900142',
      phoneSafe: true,
      instructions: 'After 16:00',
      urgent: true,
      emergencyKind: 'EVICTION',
      emergencyOn: '2026-11-27',
      mine: true,
      reason: 'CARING',
    },
    'me',
  )
  expect(input.newClient?.contactPoints).toEqual([
    { kind: 'MOBILE', value: '07700 900142', safe: true, preferred: true, instructions: 'After 16:00' },
  ])
  expect(input).toMatchObject({
    adviserId: 'me',
    reasonForDebt: 'CARING',
    emergencies: [{ kind: 'EVICTION', occursOn: '2026-11-27' }],
  })
})

test('a known client is chosen, not recorded again', () => {
  const input = toOpenCaseInput({ ...named, known: { id: 'client-1', name: 'Denise Okafor' } }, 'me')
  expect(input.clientId).toBe('client-1')
  expect(input.newClient).toBeUndefined()
})
