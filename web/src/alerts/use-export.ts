import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatTime } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { AlertFilter, ExportedAlertsQuery } from '../generated/graphql.ts'
import { saveTable } from './save-file.ts'
import './texts.ts'

const exported = graphql(`
  query ExportedAlerts($first: Int!, $after: String, $filter: AlertFilter) {
    complianceAlerts(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          code
          severity
          state
          title
          force
          ruleReference
          raisedAt
          dueAt
          snoozedUntil
          case {
            id
            reference
          }
          centre {
            id
            name
          }
          acknowledgedBy {
            id
            name
          }
        }
      }
    }
  }
`)

const pageSize = 100
/** A list to work with, not a copy of the database. */
export const exportedAtMost = 2_000

/** Fetches all that a filter shows, page by page, and gives it to the browser as a file. No client's name is in it. */
export function useExport(filter: AlertFilter) {
  const client = useApolloClient()
  const a = useTranslation('alerting').t
  const words = useTranslation('words').t
  const [state, setState] = useState<'idle' | 'busy' | 'failed' | 'cut'>('idle')
  const run = async () => {
    setState('busy')
    try {
      const rows: string[][] = [
        (
          [
            'severity',
            'state',
            'title',
            'code',
            'force',
            'rule',
            'case',
            'centre',
            'due',
            'raised',
            'back',
            'taken',
          ] as const
        ).map((name) => a(`export.${name}`)),
      ]
      let after: string | null = null
      let more = true
      while (more && rows.length <= exportedAtMost) {
        const { data }: { data?: ExportedAlertsQuery } = await client.query({
          query: exported,
          variables: { first: pageSize, after, filter },
          fetchPolicy: 'network-only',
        })
        if (!data) throw new Error('no answer')
        for (const { node } of data.complianceAlerts.edges)
          rows.push([
            words(`severity.${node.severity}`),
            a(`state.${node.state}`),
            node.title,
            node.code,
            node.force,
            node.ruleReference ?? '',
            node.case?.reference ?? '',
            node.centre?.name ?? '',
            momentCell(node.dueAt),
            momentCell(node.raisedAt),
            momentCell(node.snoozedUntil),
            node.acknowledgedBy?.name ?? '',
          ])
        more = data.complianceAlerts.pageInfo.hasNextPage
        after = data.complianceAlerts.pageInfo.endCursor
      }
      saveTable(rows, `alerts-${londonToday()}.csv`)
      setState(more ? 'cut' : 'idle')
    } catch {
      setState('failed')
    }
  }
  return { run, state }
}

/** `2026-11-24 17:00`, in London: sorts as text, and spreadsheets know it. */
function momentCell(moment: string | null): string {
  return moment ? `${londonDay(moment)} ${formatTime(moment)}` : ''
}
