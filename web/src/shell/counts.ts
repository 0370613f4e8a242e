import { useQuery } from '@apollo/client/react'
import { graphql } from '../generated/gql.ts'
import { offers, useViewer } from './viewer.tsx'

/** Asked by the rail and the bottom bar, and again after each alert. The place up to which alerts were read is where the live line starts. */
const countsQuery = graphql(`
  query Counts($mine: Boolean!) {
    open: complianceAlerts(first: 1, filter: { states: [OPEN, ESCALATED] }) {
      totalCount
    }
    newest: complianceAlerts(first: 1) {
      upTo
    }
    cases(first: 1, filter: { open: true, mine: $mine }) {
      totalCount
    }
  }
`)

const pollMs = 60_000

export interface Counts {
  cases: number | undefined
  alerts: number | undefined
  /** True once the counts are there. */
  known: boolean
  alertsUpTo: string | undefined
}

export function useCounts(): Counts {
  const viewer = useViewer()
  const { data } = useQuery(countsQuery, {
    variables: { mine: offers.ownCases(viewer) },
    skip: !offers.cases(viewer),
    pollInterval: pollMs,
    skipPollAttempt: () => document.hidden,
  })
  return {
    cases: data?.cases.totalCount,
    alerts: data?.open.totalCount,
    known: data !== undefined,
    alertsUpTo: data?.newest.upTo,
  }
}
