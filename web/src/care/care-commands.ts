import { graphql } from '../generated/gql.ts'

// What is recorded of a client besides their casework. Lists are asked for again after what was added.

export const recordConsent = graphql(`
  mutation RecordConsent($input: RecordConsentInput!) {
    recordConsent(input: $input) {
      __typename
      ... on Consent {
        id
        withdrawnOn
        state
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const withdrawConsent = graphql(`
  mutation WithdrawConsent($input: WithdrawConsentInput!) {
    withdrawConsent(input: $input) {
      __typename
      ... on Consent {
        id
        withdrawnOn
        state
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordAuthority = graphql(`
  mutation RecordAuthority($input: RecordAuthorityInput!) {
    recordAuthority(input: $input) {
      __typename
      ... on AuthorityToAct {
        id
        endedOn
        state
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const endAuthority = graphql(`
  mutation EndAuthority($input: EndAuthorityInput!) {
    endAuthority(input: $input) {
      __typename
      ... on AuthorityToAct {
        id
        endedOn
        state
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordVulnerability = graphql(`
  mutation RecordVulnerability($input: RecordVulnerabilityInput!) {
    recordVulnerability(input: $input) {
      __typename
      ... on VulnerabilityRecord {
        id
        supportNeeds
        supportAgreedAt
        reviewOn
        endedAt
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const agreeSupport = graphql(`
  mutation AgreeSupport($input: AgreeSupportInput!) {
    agreeSupport(input: $input) {
      __typename
      ... on VulnerabilityRecord {
        id
        supportNeeds
        supportAgreedAt
        reviewOn
        endedAt
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const reviewVulnerability = graphql(`
  mutation ReviewVulnerability($input: ReviewVulnerabilityInput!) {
    reviewVulnerability(input: $input) {
      __typename
      ... on VulnerabilityRecord {
        id
        supportNeeds
        supportAgreedAt
        reviewOn
        endedAt
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const endVulnerability = graphql(`
  mutation EndVulnerability($input: EndVulnerabilityInput!) {
    endVulnerability(input: $input) {
      __typename
      ... on VulnerabilityRecord {
        id
        supportNeeds
        supportAgreedAt
        reviewOn
        endedAt
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export const recordOutcome = graphql(`
  mutation RecordOutcome($input: RecordOutcomeInput!) {
    recordOutcome(input: $input) {
      __typename
      ... on Outcome {
        id
        kind
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
