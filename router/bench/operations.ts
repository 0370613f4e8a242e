/** What the benchmark's clients ask. The heavy query is 16 fetches in Apollo's plan, and about 87 KB of answer. */
import { caseIds, offsets } from './graph/data.ts'

export type OperationName = 'heavy' | 'heavyVaried' | 'small' | 'mutation' | 'casePage'

export interface Operation {
  name: OperationName
  title: string
  query: string
  /** One entry a different request. */
  variables: Record<string, unknown>[]
  /** How the load generator chooses among them: `in turn` has no two alike in flight. */
  order: 'random' | 'in turn'
}

const heavy = /* GraphQL */ `
  query Heavy($from: Int!) {
    advisers {
      id
      name
      email
      approvals
      cases(from: $from) {
        id
        reference
        stage
        openedAt
        completion
        checklist {
          code
          text
          done
        }
        client {
          id
          name
          household {
            name
            relation
          }
          incomePence
          waterScheme
        }
        debts {
          id
          kind
          balancePence
          priority
          creditor {
            id
            name
            phone
          }
        }
      }
    }
    openCases(from: $from) {
      id
      reference
      stage
      completion
      checklist {
        code
        text
        done
      }
      adviser {
        id
        name
        email
      }
      client {
        id
        name
        incomePence
        cases {
          id
          reference
          stage
        }
      }
      debts {
        id
        kind
        balancePence
        creditor {
          id
        }
      }
    }
  }
`

const small = /* GraphQL */ `
  query Small($id: ID!) {
    case(id: $id) {
      id
      reference
      stage
      completion
      client {
        id
        name
        postcode
      }
      debts {
        id
        kind
        balancePence
      }
    }
  }
`

const mutation = /* GraphQL */ `
  mutation RecordContact($caseId: ID!, $note: String!) {
    recordContact(caseId: $caseId, note: $note) {
      id
      note
      case {
        id
        reference
        completion
        client {
          id
          name
        }
      }
    }
  }
`

export const operations: Operation[] = [
  { name: 'heavy', title: 'Heavy query, always the same', query: heavy, variables: [{ from: 0 }], order: 'in turn' },
  {
    name: 'heavyVaried',
    title: 'Heavy query, each one different',
    query: heavy,
    variables: offsets.map((from) => ({ from })),
    order: 'in turn',
  },
  {
    name: 'small',
    title: 'Small query, random ids',
    query: small,
    variables: caseIds.map((id) => ({ id })),
    order: 'random',
  },
  {
    name: 'mutation',
    title: 'Mutation, random ids',
    query: mutation,
    variables: caseIds.map((caseId) => ({ caseId, note: 'Client called about a bailiff letter.' })),
    order: 'random',
  },
]

/** Whether a router gets the operation at all: some configurations matter to some operations only. */
export function isAsked(operation: OperationName, { only }: { only?: readonly OperationName[] | undefined }): boolean {
  return only?.includes(operation) ?? true
}

export const casePageTitle = 'Case page of the product, its subgraphs and PostgreSQL'

/** Everything that has a table and a panel in the report, in its order. */
export const reported: { name: OperationName; title: string }[] = [
  ...operations,
  { name: 'casePage', title: casePageTitle },
]

/** Each event makes two fetches: the case, and its client's name. */
export const subscription = /* GraphQL */ `
  subscription Alerts {
    alertRaised {
      id
      severity
      message
      case {
        id
        reference
        client {
          id
          name
        }
      }
    }
  }
`
