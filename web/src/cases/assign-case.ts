import { graphql } from '../generated/gql.ts'

/** Giving a case to an adviser, or taking it oneself. */
export const assignCase = graphql(`
  mutation AssignCase($input: AssignCaseInput!) {
    assignCase(input: $input) {
      __typename
      ... on Case {
        id
        adviser {
          id
          name
        }
        allowed
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
