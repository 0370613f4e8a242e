import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { History, Lock } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { between } from '../audit/audit-search.ts'
import { graphql } from '../generated/gql.ts'
import { HistoryEntries } from '../history/history-entries.tsx'
import { Card } from '../ui/card.tsx'
import { Pager } from '../ui/pager.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../audit/audit.css'
import '../history/texts.ts'

const caseHistory = graphql(`
  query CaseHistory($id: ID!, $filter: AuditFilter, $first: Int!, $after: String) {
    auditTrail(entity: $id, filter: $filter, first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        node {
          id
          occurredAt
          ...HistoryEntry_event
        }
      }
    }
  }
`)

const TrailFilters = lazy(() =>
  import('../audit/trail-filters.tsx').then((module) => ({ default: module.TrailFilters })),
)

const pageSize = 50
const route = getRouteApi('/shell/cases/$caseId/history')

/** The audit trail of a case, newest first. */
export function CaseHistoryPage() {
  const { t } = useTranslation('history')
  const { caseId } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const [turned, setTurned] = useState<{ of: string; cursors: string[] }>({ of: '', cursors: [] })
  const of = JSON.stringify(search)
  const pages = turned.of === of ? turned.cursors : []
  const setPages = (cursors: string[]) => setTurned({ of, cursors })
  const { data, previousData, error, loading, refetch } = useQuery(caseHistory, {
    variables: {
      id: caseId,
      filter: { ...(search.group ? { groups: [search.group] } : {}), ...between(search) },
      first: pageSize,
      after: pages.at(-1) ?? null,
    },
  })
  const trail = (data ?? previousData)?.auditTrail
  if (error && !trail) return <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
  if (!trail && loading) return <SkeletonLines lines={8} label={t('loading')} />
  if (!trail)
    return (
      <section className="card">
        <EmptyState icon={Lock} title={t('hidden')}>
          {t('hiddenText')}
        </EmptyState>
      </section>
    )
  const events = trail.edges.map(({ node }) => node)
  const after = trail.pageInfo.endCursor
  return (
    <Card title={t('title')} flush>
      <div className="card-body audit-stack">
        <p className="muted">{t('intro')}</p>
        <div className="audit-filters">
          <Suspense>
            <TrailFilters
              value={search}
              onChange={(value) => void navigate({ to: '/cases/$caseId/history', params: { caseId }, search: value })}
            />
          </Suspense>
        </div>
      </div>
      {events.length === 0 && <EmptyState icon={History} title={t('none')} />}
      <HistoryEntries events={events} />
      {(pages.length > 0 || trail.pageInfo.hasNextPage) && (
        <div className="card-body">
          <Pager
            before={pages.length * pageSize}
            shown={events.length}
            total={pages.length * pageSize + events.length + (trail.pageInfo.hasNextPage ? 1 : 0)}
            onEarlier={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : undefined}
            onLater={trail.pageInfo.hasNextPage && after ? () => setPages([...pages, after]) : undefined}
          />
        </div>
      )}
    </Card>
  )
}
