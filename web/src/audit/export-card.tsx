import { useApolloClient } from '@apollo/client/react'
import { Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { graphql } from '../generated/gql.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { between, type AuditSearch } from './audit-search.ts'
import { csvColumns, csvOfEvents, ndjsonOf, type ExportedEvent } from './export-file.ts'
import { TrailFilters } from './trail-filters.tsx'

const GuideDialog = lazy(() => import('./guide-dialog.tsx').then((module) => ({ default: module.GuideDialog })))

const exportTrail = graphql(`
  mutation ExportTrail($input: ExportTrailInput!) {
    exportTrail(input: $input) {
      __typename
      ... on TrailExport {
        id
        count
        whole
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)
const exportedEvents = graphql(`
  query ExportedEvents($export: ID!, $after: Int!) {
    exportedEvents(export: $export, first: 500, after: $after) {
      next
      events {
        sequence
        hash
        sealed
      }
    }
  }
`)

type Outcome =
  | { state: 'FETCHING'; done: number; total: number }
  | { state: 'DONE'; count: number; whole: boolean }
  | { state: 'FAILED'; message: string }

export function ExportCard() {
  const { t } = useTranslation('audit')
  const client = useApolloClient()
  const [filters, setFilters] = useState<Pick<AuditSearch, 'group' | 'from' | 'to'>>({})
  const [outcome, setOutcome] = useState<Outcome>()
  const [guide, setGuide] = useState(false)
  const fetching = outcome?.state === 'FETCHING'

  const run = async (form: 'ndjson' | 'csv') => {
    setOutcome({ state: 'FETCHING', done: 0, total: 0 })
    try {
      const filter = { ...(filters.group ? { groups: [filters.group] } : {}), ...between(filters) }
      const { data } = await client.mutate({ mutation: exportTrail, variables: { input: { filter } } })
      const begun = data?.exportTrail
      if (begun?.__typename !== 'TrailExport')
        return setOutcome({ state: 'FAILED', message: begun?.message ?? t('export.failed') })
      const events: ExportedEvent[] = []
      for (let after: number | null = 0; after !== null;) {
        setOutcome({ state: 'FETCHING', done: events.length, total: begun.count })
        const page: { data?: { exportedEvents: { next: number | null; events: ExportedEvent[] } } | undefined } =
          await client.query({
            query: exportedEvents,
            variables: { export: begun.id, after },
            fetchPolicy: 'no-cache',
          })
        if (!page.data) throw new Error('A page of the export did not come')
        events.push(...page.data.exportedEvents.events)
        after = page.data.exportedEvents.next
      }
      const head = Object.fromEntries(csvColumns.map((column) => [column, t(`export.column.${column}`)]))
      save(
        `audit-${londonToday()}.${form}`,
        form === 'csv' ? csvOfEvents(events, head as Record<(typeof csvColumns)[number], string>) : ndjsonOf(events),
      )
      setOutcome({ state: 'DONE', count: events.length, whole: begun.whole })
    } catch {
      setOutcome({ state: 'FAILED', message: t('export.failed') })
    }
  }
  return (
    <Card title={t('export.title')}>
      <div className="audit-stack">
        <p>{t('export.intro')}</p>
        <div className="audit-filters">
          <TrailFilters value={filters} onChange={setFilters} />
        </div>
        <div className="row wrap">
          <Button
            look="primary"
            icon={<Icon of={Download} />}
            busy={fetching && t('export.fetching', { done: outcome.done, total: outcome.total })}
            onPress={() => void run('ndjson')}
          >
            {t('export.ndjson')}
          </Button>
          <Button isDisabled={fetching} icon={<Icon of={Download} />} onPress={() => void run('csv')}>
            {t('export.csv')}
          </Button>
          <Button onPress={() => setGuide(true)}>{t('export.guide')}</Button>
        </div>
        {outcome?.state === 'DONE' && (
          <Notice role="status">
            <p>{t(outcome.whole ? 'export.doneWhole' : 'export.done', { count: outcome.count })}</p>
          </Notice>
        )}
        {outcome?.state === 'FAILED' && (
          <Notice kind="refusal" role="alert">
            <p>{outcome.message}</p>
          </Notice>
        )}
      </div>
      {guide && (
        <Suspense>
          <GuideDialog onClose={() => setGuide(false)} />
        </Suspense>
      )}
    </Card>
  )
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
