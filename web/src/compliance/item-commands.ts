import { graphql } from '../generated/gql.ts'

/** Each returns the checklist with all that follows from the change: percentage, status, what holds up the stage. */
export const recordEvidence = graphql(`
  mutation RecordEvidence($input: RecordEvidenceInput!) {
    recordEvidence(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
  fragment ChangedChecklist_checklist on CaseChecklist {
    id
    status
    updatedAt
    ...ChecklistSection_checklist
    case {
      id
      compliance {
        completionPercentage
        status
        openItems
        overdueItems
        blockingItems
        updatedAt
        nextDeadline {
          dueAt
          text
          code
          force
          overdue
        }
      }
    }
  }
`)
export const withdrawEvidence = graphql(`
  mutation WithdrawEvidence($input: WithdrawEvidenceInput!) {
    withdrawEvidence(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
export const startItem = graphql(`
  mutation StartItem($input: StartItemInput!) {
    startItem(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
export const markNotApplicable = graphql(`
  mutation MarkNotApplicable($input: MarkNotApplicableInput!) {
    markNotApplicable(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
export const signOffItem = graphql(`
  mutation SignOffItem($input: SignOffItemInput!) {
    signOffItem(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
export const failItem = graphql(`
  mutation FailItem($input: FailItemInput!) {
    failItem(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
export const waiveItem = graphql(`
  mutation WaiveItem($input: WaiveItemInput!) {
    waiveItem(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
export const reopenItem = graphql(`
  mutation ReopenItem($input: ReopenItemInput!) {
    reopenItem(input: $input) {
      __typename
      ... on CaseChecklist {
        ...ChangedChecklist_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
