import { aCentre, aClient, aViewer, fileStack, startSubgraph } from '@cma/testing'
import { expect, test } from 'vitest'
import { subgraph } from './subgraph.ts'

const stack = fileStack()
const cases = stack.use(await startSubgraph(subgraph))
const { database } = cases

const openCase = /* GraphQL */ `
  mutation ($input: OpenCaseInput!) {
    openCase(input: $input) {
      __typename
      ... on Case {
        id reference stage priority jurisdiction tags openedAt referralSource
        client { id name dateOfBirth contactPoints { kind value safe preferred } addresses { lines postcode } names { kind familyName } }
        jointClient { name }
        adviser { id } centre { id }
        emergencies { kind occursOn }
        stageHistory { from to by { id } overridden }
        lastActivity { kind by { id } }
      }
      ... on Refused { code message field }
    }
  }
`

test('a case for a new client has a reference, a first stage, and all that was said at the door', async () => {
  const centre = await aCentre(database)
  const adviser = aViewer({ at: centre })
  const answer = await cases.as(adviser).ask<any>(openCase, {
    input: {
      centreId: centre.id,
      newClient: { givenNames: 'Siân', familyName: "O'Neill", dateOfBirth: '1980-02-29', contactPoints: [{ kind: 'MOBILE', value: '07700 900123', safe: true, preferred: true }], address: { lines: ['1 Example Street'], postcode: 'zz993vz', country: 'WALES' } },
      adviserId: adviser.sub,
      tags: ['Council  Tax', '#council tax', 'rent'],
      emergencies: [{ kind: 'EVICTION' }],
      referralSource: 'Food bank',
    },
  })
  expect(answer.openCase).toMatchObject({
    __typename: 'Case',
    reference: expect.stringMatching(/^CMA-\d{4}-\d{6}$/),
    stage: 'ENQUIRY', priority: 'NORMAL', jurisdiction: 'ENGLAND_WALES', tags: ['council tax', 'rent'],
    client: { name: "Siân O'Neill", dateOfBirth: '1980-02-29', contactPoints: [{ kind: 'MOBILE', value: '07700 900123', safe: true, preferred: true }], addresses: [{ lines: ['1 Example Street'], postcode: 'ZZ99 3VZ' }] },
    jointClient: null, adviser: { id: adviser.sub }, centre: { id: centre.id },
    emergencies: [{ kind: 'EVICTION', occursOn: null }],
    stageHistory: [{ from: null, to: 'ENQUIRY', by: { id: adviser.sub }, overridden: false }],
    lastActivity: { kind: 'OPENED', by: { id: adviser.sub } },
  })
})
