import { graphql } from '../generated/gql.ts'

// The commands of a Breathing Space. Each gives all that the page shows of it.

export const draftBreathingSpace = graphql(`
  mutation DraftBreathingSpace($input: DraftBreathingSpaceInput!) {
    draftBreathingSpace(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordBreathingSpaceEligibility = graphql(`
  mutation RecordBreathingSpaceEligibility($input: RecordBreathingSpaceEligibilityInput!) {
    recordBreathingSpaceEligibility(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordCrisisEvidence = graphql(`
  mutation RecordCrisisEvidence($input: RecordCrisisEvidenceInput!) {
    recordCrisisEvidence(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const startBreathingSpace = graphql(`
  mutation StartBreathingSpace($input: StartBreathingSpaceInput!) {
    startBreathingSpace(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const addBreathingSpaceDebt = graphql(`
  mutation AddBreathingSpaceDebt($input: AddBreathingSpaceDebtInput!) {
    addBreathingSpaceDebt(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const removeBreathingSpaceDebt = graphql(`
  mutation RemoveBreathingSpaceDebt($input: RemoveBreathingSpaceDebtInput!) {
    removeBreathingSpaceDebt(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordMidwayReview = graphql(`
  mutation RecordMidwayReview($input: RecordMidwayReviewInput!) {
    recordMidwayReview(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordCreditorReviewRequest = graphql(`
  mutation RecordCreditorReviewRequest($input: RecordCreditorReviewRequestInput!) {
    recordCreditorReviewRequest(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const decideCreditorReview = graphql(`
  mutation DecideCreditorReview($input: DecideCreditorReviewInput!) {
    decideCreditorReview(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordEndingPlan = graphql(`
  mutation RecordEndingPlan($input: RecordEndingPlanInput!) {
    recordEndingPlan(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordPointOfContactAsked = graphql(`
  mutation RecordPointOfContactAsked($input: RecordPointOfContactAskedInput!) {
    recordPointOfContactAsked(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordTreatmentEnd = graphql(`
  mutation RecordTreatmentEnd($input: RecordTreatmentEndInput!) {
    recordTreatmentEnd(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const endBreathingSpace = graphql(`
  mutation EndBreathingSpace($input: EndBreathingSpaceInput!) {
    endBreathingSpace(input: $input) {
      __typename
      ... on BreathingSpace {
        id
        ...BreathingSpaceFile_one
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
