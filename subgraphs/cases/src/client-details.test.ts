import { aCase, aClient, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { startCases } from '../test/start-cases.ts'

// What is known of a client, and how it changes.

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases

async function scene() {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  const theCase = await aCase(database, { centre, adviser })
  return {
    centre,
    adviser,
    theCase,
    change: (name: string, input: object, fields: string) =>
      cases.command(adviser, name, { clientId: theCase.client.id, ...input }, fields),
  }
}

test('a new name takes the place of the present one, which is kept with the day it ended', async () => {
  const { change, theCase } = await scene()
  const renamed = await change(
    'recordClientName',
    { givenNames: 'Alex', familyName: 'Married', kind: 'CURRENT', from: '2026-05-01' },
    'name names { familyName kind from to }',
  )
  expect(renamed).toMatchObject({
    name: 'Alex Married',
    names: [
      { familyName: 'Married', kind: 'CURRENT', from: '2026-05-01', to: null },
      { familyName: 'Example', kind: 'FORMER', to: '2026-05-01' },
    ],
  })
  expect(
    await change(
      'recordClientName',
      { givenNames: 'Lex', familyName: 'Example', kind: 'ALIAS' },
      'name names { kind }',
    ),
  ).toMatchObject({ name: 'Alex Married', names: [{ kind: 'CURRENT' }, { kind: 'FORMER' }, { kind: 'ALIAS' }] })
  const [event] = await cases.events(theCase.id)
  expect(event).toMatchObject({
    action: 'cases.client.name_recorded',
    facts: { clientId: theCase.client.id, fields: ['names'] },
  })
  expect(JSON.stringify(event)).not.toContain('Married')
})

test('two names at once leave one present name', async () => {
  const { change, theCase } = await scene()
  await Promise.all(
    ['One', 'Two', 'Three'].map((familyName) =>
      change('recordClientName', { givenNames: 'Alex', familyName, kind: 'CURRENT' }, 'name'),
    ),
  )
  expect(
    await database.query(`select 1 from cases.client_name where client_id = $1 and kind = 'CURRENT'`, [
      theCase.client.id,
    ]),
  ).toHaveLength(1)
})

test('addresses follow each other', async () => {
  const { change } = await scene()
  await change(
    'recordAddress',
    {
      address: {
        lines: ['1 Old Road'],
        postcode: 'ZZ99 3VZ',
        country: 'WALES',
        tenure: 'PRIVATE_TENANT',
        from: '2020-01-01',
      },
    },
    'name',
  )
  const moved = await change(
    'recordAddress',
    { address: { lines: [], country: 'ENGLAND', tenure: 'NO_FIXED_ADDRESS', from: '2026-03-01', withheld: true } },
    'addresses { lines postcode tenure withheld from to }',
  )
  expect(moved['addresses']).toEqual([
    { lines: [], postcode: null, tenure: 'NO_FIXED_ADDRESS', withheld: true, from: '2026-03-01', to: null },
    {
      lines: ['1 Old Road'],
      postcode: 'ZZ99 3VZ',
      tenure: 'PRIVATE_TENANT',
      withheld: false,
      from: '2020-01-01',
      to: '2026-03-01',
    },
  ])
})

test('ways to reach the client: the preferred first, one at most, and ended ones gone', async () => {
  const { change } = await scene()
  const fields = 'contactPoints { id value safe preferred instructions }'
  await change(
    'recordContactPoint',
    { contactPoint: { kind: 'MOBILE', value: '07700 900123', safe: true, preferred: true } },
    fields,
  )
  await change(
    'recordContactPoint',
    { contactPoint: { kind: 'EMAIL', value: 'shared@example.org', safe: false, instructions: 'Partner reads it' } },
    fields,
  )
  const three = await change(
    'recordContactPoint',
    {
      contactPoint: {
        kind: 'LANDLINE',
        value: '01632 960123',
        safe: true,
        preferred: true,
        instructions: 'After 16:00, say it is Anne',
      },
    },
    fields,
  )
  expect(three.contactPoints!.map((point) => [point.value, point.safe, point.preferred])).toEqual([
    ['01632 960123', true, true],
    ['07700 900123', true, false],
    ['shared@example.org', false, false],
  ])
  const [preferred] = three.contactPoints!
  const ended = await change('endContactPoint', { contactPointId: preferred!.id }, fields)
  expect(ended['contactPoints']).toHaveLength(2)
  expect(await change('endContactPoint', { contactPointId: preferred!.id }, fields)).toMatchObject({
    code: 'ALREADY_DONE',
    field: 'contactPointId',
  })
})

test('the household is who lives there now', async () => {
  const { change } = await scene()
  const fields = 'household { id name relation dependant dateOfBirth }'
  const one = await change(
    'recordHouseholdMember',
    { name: 'Sam Example', relation: 'CHILD', dateOfBirth: '2015-06-01', dependant: true },
    fields,
  )
  expect(one['household']).toMatchObject([
    { name: 'Sam Example', relation: 'CHILD', dependant: true, dateOfBirth: '2015-06-01' },
  ])
  const householdMemberId = one.household![0]!.id
  expect(await change('endHouseholdMember', { householdMemberId }, fields)).toMatchObject({ household: [] })
  expect(await change('endHouseholdMember', { householdMemberId }, fields)).toMatchObject({
    code: 'ALREADY_DONE',
    field: 'householdMemberId',
  })
})

test('an update changes what is given, and the ledger names the fields', async () => {
  const { change, theCase } = await scene()
  const fields =
    'dateOfBirth preferredLanguage interpreterNeeded accessibilityNeeds accessibilityNote employment relationshipStatus'
  await change(
    'updateClient',
    {
      dateOfBirth: '1980-02-29',
      preferredLanguage: 'cy',
      accessibilityNeeds: ['BRAILLE', 'BRAILLE'],
      accessibilityNote: 'Ring the bell',
      employment: 'CARER',
    },
    fields,
  )
  expect(
    await change(
      'updateClient',
      { employment: null, accessibilityNote: '', interpreterNeeded: true, preferredLanguage: null },
      fields,
    ),
  ).toMatchObject({
    dateOfBirth: '1980-02-29',
    preferredLanguage: 'cy',
    interpreterNeeded: true,
    accessibilityNeeds: ['BRAILLE'],
    accessibilityNote: null,
    employment: null,
    relationshipStatus: null,
  })
  expect((await cases.events(theCase.id)).map(({ facts }) => facts['fields'])).toEqual([
    ['preferredLanguage', 'accessibilityNeeds', 'accessibilityNote', 'employment', 'dateOfBirth'],
    ['interpreterNeeded', 'accessibilityNote', 'employment'],
  ])
})

test('encrypted details are changed one by one, and taken away', async () => {
  const { change } = await scene()
  const fields = 'nationalInsuranceNumber healthNote hasSensitiveDetails'
  await change('recordSensitiveDetails', { nationalInsuranceNumber: 'qq123456c', healthNote: 'Asthma' }, fields)
  expect(await change('recordSensitiveDetails', { healthNote: null }, fields)).toMatchObject({
    nationalInsuranceNumber: 'QQ123456C',
    healthNote: null,
    hasSensitiveDetails: true,
  })
  expect(await change('recordSensitiveDetails', { nationalInsuranceNumber: '' }, fields)).toMatchObject({
    nationalInsuranceNumber: null,
    healthNote: null,
    hasSensitiveDetails: false,
  })
})

test('a case is corrected field by field', async () => {
  const { adviser, theCase } = await scene()
  const update = (input: object) =>
    cases.command(
      adviser,
      'updateCase',
      { caseId: theCase.id, ...input },
      'type jurisdiction priority reasonForDebt referralSource tags',
    )
  expect(
    await update({ type: 'INSOLVENCY', reasonForDebt: 'BEREAVEMENT', referralSource: 'GP', tags: ['Fuel', 'DRO'] }),
  ).toMatchObject({
    type: 'INSOLVENCY',
    jurisdiction: 'ENGLAND_WALES',
    reasonForDebt: 'BEREAVEMENT',
    referralSource: 'GP',
    tags: ['fuel', 'dro'],
  })
  expect(await update({ reasonForDebt: null, jurisdiction: 'SCOTLAND', tags: [] })).toMatchObject({
    type: 'INSOLVENCY',
    jurisdiction: 'SCOTLAND',
    reasonForDebt: null,
    referralSource: 'GP',
    tags: [],
  })
  expect((await cases.events(theCase.id)).map(({ facts }) => facts)).toEqual([
    { caseId: theCase.id, fields: ['type', 'reasonForDebt', 'referralSource', 'tags'], type: 'INSOLVENCY' },
    { caseId: theCase.id, fields: ['jurisdiction', 'reasonForDebt', 'tags'], jurisdiction: 'SCOTLAND' },
  ])
})

test('somebody who may be known already is found by a name like it or by the birthday', async () => {
  const { centre, adviser } = await scene()
  const other = await cases.aCentre()
  for (const [givenNames, familyName, dateOfBirth, at] of [
    ['Katarzyna', 'Wojcik', '1985-03-02', centre],
    ['Catherine', 'Woods', '1971-01-01', centre],
    ['Mohammed', 'Okafor', '1985-03-02', centre],
    ['Katarzyna', 'Wojcik', '1985-03-02', other],
  ] as const) {
    await aClient(database, { centre: at, givenNames, familyName, dateOfBirth })
  }
  const similar = async (name: string, dateOfBirth?: string) =>
    (
      await cases
        .as(adviser)
        .ask<{ similarClients: { name: string }[] }>(
          'query ($centreId: ID!, $name: String!, $dateOfBirth: Date) { similarClients(centreId: $centreId, name: $name, dateOfBirth: $dateOfBirth) { name } }',
          { centreId: centre.id, name, ...(dateOfBirth && { dateOfBirth }) },
        )
    ).similarClients.map((client) => client.name)
  expect(await similar('Katarzina Wójcik')).toEqual(['Katarzyna Wojcik'])
  expect(await similar('Katarzyna Wojcik', '1985-03-02')).toEqual(['Katarzyna Wojcik', 'Mohammed Okafor'])
  expect(await similar('Okafro')).toEqual(['Mohammed Okafor'])
  expect(await similar('Xavier Quist')).toEqual([])
  expect(await similar('???')).toEqual([])
})
