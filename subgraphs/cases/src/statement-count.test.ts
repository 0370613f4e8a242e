import { aCase, aClient, aNote, aViewer, fileStack, statementsDuring } from '@cma/testing'
import { expect, test } from 'vitest'
import { startCases } from '../test/start-cases.ts'
import { targetOf } from '../test/targets.ts'

// The number of SQL statements must not grow with the number of cases.

const stack = fileStack()
const cases = stack.use(await startCases())

const everything = /* GraphQL */ `
  query ($first: Int!) {
    cases(first: $first) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          reference
          stage
          openedAt
          nextStages
          allowed
          tags
          centre {
            id
          }
          adviser {
            id
          }
          client {
            id
            name
            names {
              familyName
            }
            contactPoints {
              value
            }
            addresses {
              postcode
            }
            household {
              name
            }
            nationalInsuranceNumber
            healthNote
            consents {
              state
            }
            authorities {
              state
            }
            vulnerabilities {
              indicator
            }
            cases {
              id
            }
          }
          jointClient {
            name
          }
          breathingSpaces {
            status
            eligibility {
              answer
            }
            debts {
              decisionBy
            }
            creditorReviews {
              decideBy
              late
              debt {
                creditor
              }
            }
            pointOfContactAskedOn
          }
          outcomes {
            kind
          }
          stageHistory {
            to
          }
          emergencies {
            kind
          }
          tasks(includeDone: true) {
            title
          }
          appointments {
            kind
          }
          nextAction {
            kind
            dueOn
            summary
          }
          lastActivity {
            kind
          }
          notes(first: 5) {
            totalCount
            edges {
              node {
                id
                category
                body
                tags
                withheld
                author {
                  id
                }
                appointment {
                  kind
                }
                versions {
                  version
                }
              }
            }
          }
        }
      }
    }
  }
`
const contractFields = `query ($first: Int!) { cases(first: $first) { totalCount pageInfo { hasNextPage endCursor } edges { node { id reference stage openedAt centre { id } client { id name } adviser { id } } } } }`

async function aCentreWith(count: number) {
  const centre = await cases.aCentre()
  const supervisor = aViewer({ at: centre, roles: ['SUPERVISOR'] })
  for (let index = 0; index < count; index += 1) {
    const theCase = await aCase(cases.database, {
      centre,
      adviser: supervisor,
      jointClient: await aClient(cases.database, { centre }),
      tags: ['rent'],
    })
    await aNote(cases.database, { on: theCase, followUpOn: '2030-01-01' })
    const noted = await aNote(cases.database, { on: theCase, author: supervisor })
    if (index % 7 === 0)
      await cases.command(supervisor, 'amendNote', { noteId: noted.id, body: 'x', reason: 'y', expectedVersion: 1 })
    await cases.command(supervisor, 'recordEmergency', { caseId: theCase.id, kind: 'EVICTION' })
    await cases.command(supervisor, 'addTask', { caseId: theCase.id, title: 'Ring', dueOn: '2027-01-01' })
    await cases.command(supervisor, 'bookAppointment', {
      caseId: theCase.id,
      kind: 'FIRST',
      startsAt: new Date().toISOString(),
      method: 'PHONE',
    })
    await cases.command(supervisor, 'recordOutcome', { caseId: theCase.id, kind: 'REFERRED', achievedOn: '2026-01-01' })
    await cases.command(supervisor, 'recordConsent', { caseId: theCase.id, kind: 'RESEARCH', givenOn: '2026-01-01' })
    await cases.command(supervisor, 'recordAuthority', { caseId: theCase.id, scope: 'All', signedOn: '2026-01-01' })
    await cases.command(supervisor, 'recordVulnerability', {
      caseId: theCase.id,
      driver: 'HEALTH',
      indicator: 'Told by the client',
    })
    const { id: breathingSpaceId } = await cases.command(supervisor, 'draftBreathingSpace', {
      caseId: theCase.id,
      kind: 'STANDARD',
    })
    await cases.command(supervisor, 'addBreathingSpaceDebt', { breathingSpaceId, creditor: 'Example Bank' })
    await cases.command(supervisor, 'recordSensitiveDetails', {
      clientId: theCase.client.id,
      nationalInsuranceNumber: 'QQ123456C',
      healthNote: 'Depression',
    })
  }
  return supervisor
}

test('a page of 50 cases costs as many statements as one of 5', { timeout: 120_000 }, async () => {
  const viewer = await aCentreWith(50)
  const count = async (document: string, first: number) => {
    const { answer, statements } = await statementsDuring(
      () => cases.as(viewer).ask<{ cases: { edges: unknown[] } }>(document, { first }),
      {
        role: 'cases_app',
      },
    )
    expect(answer.cases.edges).toHaveLength(first)
    return statements
  }
  await count(everything, 3) // connections and plans are there
  const [five, fifty] = [await count(everything, 5), await count(everything, 50)]
  expect(fifty.length, fifty.join('\n')).toBe(five.length)
  expect(fifty.length).toBeLessThanOrEqual(36)
  // Ids, rows, count, clients: the page of the contract.
  expect(await count(contractFields, 50)).toHaveLength(4)
})

test('50 references from other subgraphs cost one statement for each type', async () => {
  const viewer = await aCentreWith(3)
  const { cases: listed } = await cases
    .as(viewer)
    .ask<{ cases: { edges: { node: { id: string; client: { id: string } } }[] } }>(
      '{ cases { edges { node { id client { id } } } } }',
    )
  const representations = listed.edges.flatMap(({ node }) => [
    { __typename: 'Case', id: node.id },
    { __typename: 'Client', id: node.client.id },
  ])
  const { answer, statements } = await statementsDuring(
    () =>
      cases
        .as(viewer)
        .ask<{ _entities: unknown[] }>(
          'query ($representations: [_Any!]!) { _entities(representations: $representations) { ...on Case { reference } ...on Client { name } } }',
          { representations: [...representations, { __typename: 'Case', id: 'nonsense' }] },
        ),
    { role: 'cases_app' },
  )
  expect(answer._entities.filter(Boolean)).toHaveLength(6)
  expect(statements).toHaveLength(2)
})

test('a command costs few statements, and the same few on a case with much on it', async () => {
  const centre = await cases.aCentre()
  const viewer = aViewer({ at: centre })
  const { theCase, input } = await targetOf(cases, 'addNote', { centre, stage: 'FACT_FIND', adviser: viewer })
  const cost = async () =>
    (await statementsDuring(() => cases.command(viewer, 'addNote', input, 'body author { id }'), { role: 'cases_app' }))
      .statements.length
  await cost()
  const before = await cost()
  for (let index = 0; index < 10; index += 1) await aNote(cases.database, { on: theCase, followUpOn: '2030-01-01' })
  expect(await cost()).toBe(before)
  expect(before).toBeLessThanOrEqual(10)
})
