import { expect, test } from 'vitest'
import { nothingYet } from './acknowledged.ts'
import { verdictOn } from './oracle.ts'
import type { SignedInPerson } from './people.ts'

const centreId = 'north'
const person = (id: string, ...roles: string[]) => ({ id, roles, centreIds: [centreId] }) as unknown as SignedInPerson
const [first, second, manager, lead] = [
  person('first', 'ADVISER'),
  person('second', 'ADVISER'),
  person('manager', 'CENTRE_MANAGER'),
  person('lead', 'SAFEGUARDING_LEAD'),
] as const
const everybody = [first, second, manager, lead]

const ofAdviser = {
  sequence: 10n,
  alertId: 'alert',
  caseId: 'case',
  centreId,
  toRoles: [] as string[],
  toCaseAdviser: true,
  toldRoles: [] as string[],
  toldCaseAdviser: false,
  toldHandler: false,
  adviserId: 'second',
  handlerId: null as string | null,
  allowedUserIds: null as string[] | null,
}
type Told = Partial<ReturnType<typeof nothingYet>>
const verdicts = (entry: Partial<typeof ofAdviser>, told: Told = {}) =>
  everybody.map((one) => verdictOn({ ...ofAdviser, ...entry }, one, { ...nothingYet(), ...told }))

test('an alert is for the adviser of its case, and for the roles that it names', () => {
  expect(verdicts({})).toEqual(['OTHERS', 'THEIRS', 'OTHERS', 'OTHERS'])
  expect(verdicts({ toRoles: ['CENTRE_MANAGER'] })).toEqual(['OTHERS', 'THEIRS', 'THEIRS', 'OTHERS'])
  expect(verdicts({ adviserId: null as unknown as string })).toEqual(['OTHERS', 'OTHERS', 'THEIRS', 'OTHERS'])
  expect(verdicts({ centreId: 'south', toRoles: ['CENTRE_MANAGER'] })).toEqual(Array(4).fill('OTHERS'))
})

test('an alert of a complaint is for whoever handles it, once', () => {
  const ofComplaint = { toCaseAdviser: false, handlerId: 'first', toRoles: ['CENTRE_MANAGER'] }
  expect(verdicts(ofComplaint)).toEqual(['THEIRS', 'OTHERS', 'THEIRS', 'OTHERS'])
  const grown = { ...ofComplaint, toldHandler: true, toldRoles: ['CENTRE_MANAGER'] }
  expect(verdicts(grown)).toEqual(['OTHERS', 'OTHERS', 'OTHERS', 'OTHERS'])
})

test('until the engine knows of a hand-over, either adviser may hear; from then on one', () => {
  const handedOver = new Map([['case', { from: 'first', upTo: 10n }]])
  expect(verdicts({ sequence: 10n }, { handedOver })).toEqual(['EITHER', 'EITHER', 'OTHERS', 'OTHERS'])
  expect(verdicts({ sequence: 11n }, { handedOver })).toEqual(['OTHERS', 'THEIRS', 'OTHERS', 'OTHERS'])
})

test('of a restricted case only its overseers hear, and those named', () => {
  const hidden = { allowedUserIds: [], toRoles: ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD'] }
  const restricted = new Map([['case', { upTo: 10n }]])
  expect(verdicts({ ...hidden, sequence: 10n }, { restricted })).toEqual(['OTHERS', 'EITHER', 'THEIRS', 'THEIRS'])
  expect(verdicts({ ...hidden, sequence: 11n }, { restricted })).toEqual(['OTHERS', 'OTHERS', 'THEIRS', 'THEIRS'])
  expect(verdicts({ ...hidden, allowedUserIds: ['second'] })[1]).toBe('THEIRS')
})

test('who has left hears nothing any more', () => {
  const left = new Map([['lead', { upTo: 10n }]])
  const toLead = { toRoles: ['SAFEGUARDING_LEAD'] }
  expect(verdicts({ ...toLead, sequence: 10n }, { left })[3]).toBe('EITHER')
  expect(verdicts({ ...toLead, sequence: 11n }, { left })[3]).toBe('OTHERS')
  expect(verdicts({ ...toLead, sequence: 11n })[3]).toBe('THEIRS')
})
