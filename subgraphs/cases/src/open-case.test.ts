import { aClient, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { holderOf, startCases } from '../test/start-cases.ts'

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases

const openCase = /* GraphQL */ `
  mutation ($input: OpenCaseInput!) {
    openCase(input: $input) {
      __typename
      ... on Case {
        id
        reference
        stage
        priority
        jurisdiction
        tags
        openedAt
        referralSource
        client {
          id
          name
          dateOfBirth
          contactPoints {
            kind
            value
            safe
            preferred
          }
          addresses {
            lines
            postcode
          }
          names {
            kind
            familyName
          }
        }
        jointClient {
          name
        }
        adviser {
          id
        }
        centre {
          id
        }
        emergencies {
          kind
          occursOn
        }
        stageHistory {
          from
          to
          by {
            id
          }
          overridden
        }
        lastActivity {
          kind
          by {
            id
          }
        }
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`

test('a case for a new client has a reference, a first stage, and all that was said at the door', async () => {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  const answer = await cases.as(adviser).ask<{ openCase: unknown }>(openCase, {
    input: {
      centreId: centre.id,
      newClient: {
        givenNames: 'Siân',
        familyName: "O'Neill",
        dateOfBirth: '1980-02-29',
        contactPoints: [{ kind: 'MOBILE', value: '07700 900123', safe: true, preferred: true }],
        address: { lines: ['1 Example Street'], postcode: 'zz993vz', country: 'WALES' },
      },
      adviserId: adviser.sub,
      tags: ['Council  Tax', '#council tax', 'rent'],
      emergencies: [{ kind: 'EVICTION' }],
      referralSource: 'Food bank',
    },
  })
  expect(answer.openCase).toMatchObject({
    __typename: 'Case',
    reference: expect.stringMatching(/^CMA-\d{4}-\d{6}$/),
    stage: 'ENQUIRY',
    priority: 'NORMAL',
    jurisdiction: 'ENGLAND_WALES',
    tags: ['council tax', 'rent'],
    client: {
      name: "Siân O'Neill",
      dateOfBirth: '1980-02-29',
      contactPoints: [{ kind: 'MOBILE', value: '07700 900123', safe: true, preferred: true }],
      addresses: [{ lines: ['1 Example Street'], postcode: 'ZZ99 3VZ' }],
    },
    jointClient: null,
    adviser: { id: adviser.sub },
    centre: { id: centre.id },
    emergencies: [{ kind: 'EVICTION', occursOn: null }],
    stageHistory: [{ from: null, to: 'ENQUIRY', by: { id: adviser.sub }, overridden: false }],
    lastActivity: { kind: 'OPENED', by: { id: adviser.sub } },
  })
})

test('the ledger says that a case was opened, with ids and terms and nothing else', async () => {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  const client = await aClient(database, { centre })
  const opened = await cases.command(adviser, 'openCase', {
    centreId: centre.id,
    clientId: client.id,
    newJointClient: { givenNames: 'Kim', familyName: 'Example' },
    adviserId: adviser.sub,
    emergencies: [{ kind: 'EVICTION', note: 'Bailiffs at noon' }],
  })
  const events = await cases.events(opened.id)
  expect(events.map(({ action }) => action)).toEqual(['cases.case.opened', 'cases.emergency.recorded'])
  expect(events[0]!.facts).toEqual({
    caseId: opened.id,
    type: 'DEBT_CASEWORK',
    stage: 'ENQUIRY',
    jurisdiction: 'ENGLAND_WALES',
    adviserId: adviser.sub,
    joint: true,
    openedAt: expect.any(String),
  })
  expect(events[0]!.entities.map(({ type }) => type)).toEqual(['Case', 'Client', 'Client'])
  expect(JSON.stringify(events)).not.toMatch(/Kim|Bailiffs/)
})

test('references count up without gaps or doubles, also when many are opened at once and some fail', async () => {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  const client = await aClient(database, { centre })
  const open = (extra = {}) =>
    cases.command(adviser, 'openCase', { centreId: centre.id, clientId: client.id, ...extra }, 'reference')
  const opened = await Promise.all([...Array.from({ length: 12 }, () => open()), open({ jointClientId: centre.id })])
  const numbers = opened
    .flatMap((outcome) => (outcome['reference'] ? [Number((outcome['reference'] as string).slice(9))] : []))
    .sort((a, b) => a - b)
  expect(numbers).toHaveLength(12)
  expect(numbers.at(-1)! - numbers[0]!).toBe(11)
  expect(new Set(numbers).size).toBe(12)
})

test('an adviser of the centre may be named, and nobody else', async () => {
  const centre = await cases.aCentre()
  const [volunteer, adviser, elsewhere] = [holderOf('VOLUNTEER_SUPPORT', centre), aViewer({ at: centre }), aViewer()]
  cases.graph.memberships.set(adviser.sub, { [centre.id]: ['ADVISER'] })
  cases.graph.memberships.set(elsewhere.sub, { [(await cases.aCentre()).id]: ['ADVISER'], [centre.id]: ['DPO'] })
  const open = (adviserId: string) =>
    cases.command(
      volunteer,
      'openCase',
      { centreId: centre.id, newClient: { givenNames: 'Kim', familyName: 'Example' }, adviserId },
      'adviser { id }',
    )
  expect(await open(adviser.sub)).toMatchObject({ adviser: { id: adviser.sub } })
  expect(await open(elsewhere.sub)).toMatchObject({ code: 'NOT_AN_ADVISER_HERE', field: 'adviserId' })
  expect(await open(volunteer.sub)).toMatchObject({ code: 'NOT_AN_ADVISER_HERE' })
})

test('a client of another centre can’t be taken over', async () => {
  const [centre, other] = [await cases.aCentre(), await cases.aCentre()]
  const both = {
    ...aViewer({ at: centre }),
    c: { [centre.id]: ['ADVISER' as const], [other.id]: ['ADVISER' as const] },
  }
  const client = await aClient(database, { centre: other })
  expect(await cases.command(both, 'openCase', { centreId: centre.id, clientId: client.id })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'clientId',
  })
  expect(
    await cases.command(aViewer({ at: centre }), 'openCase', { centreId: centre.id, clientId: client.id }),
  ).toMatchObject({ code: 'NOT_FOUND', field: 'clientId' })
})
