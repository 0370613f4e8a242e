import { useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { History, Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatDay, formatTime } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { CaseHistoryQuery } from '../generated/graphql.ts'
import { factPairs, knownAction, plainAction } from '../history/describe-action.ts'
import { Card } from '../ui/card.tsx'
import { Pager } from '../ui/pager.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../history/history.css'
import '../history/texts.ts'

const caseHistory = graphql(`
  query CaseHistory($id: ID!, $first: Int!, $after: String) {
    auditTrail(entity: $id, first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        node {
          id
          sequence
          occurredAt
          actor {
            id
            name
          }
          actorKind
          action
          facts
          hash
        }
      }
    }
  }
`)

const pageSize = 50
const route = getRouteApi('/shell/cases/$caseId/history')

/** The audit trail of a case, newest first. */
export function CaseHistoryPage() {
  const { t } = useTranslation('history')
  const { caseId } = route.useParams()
  const [pages, setPages] = useState<string[]>([])
  const { data, previousData, error, loading, refetch } = useQuery(caseHistory, {
    variables: { id: caseId, first: pageSize, after: pages.at(-1) ?? null },
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
  const days = Map.groupBy(events, (event) => londonDay(event.occurredAt))
  const after = trail.pageInfo.endCursor
  return (
    <Card title={t('title')} flush>
      <p className="card-body muted">{t('intro')}</p>
      {events.length === 0 && <EmptyState icon={History} title={t('none')} />}
      {[...days].map(([day, ofDay]) => (
        <section key={day} className="history-day">
          <h3>{formatDay(day, londonToday())}</h3>
          <ol>
            {ofDay.map((event) => (
              <HistoryEntry key={event.id} event={event} />
            ))}
          </ol>
        </section>
      ))}
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

type Event = NonNullable<CaseHistoryQuery['auditTrail']>['edges'][number]['node']

function HistoryEntry({ event }: { event: Event }) {
  const { t } = useTranslation('history')
  const words = useTranslation('words').t
  const known = knownAction(event.action)
  const facts = factPairs(event.facts)
  const who = event.actor?.name ?? (event.actorKind === 'SYSTEM' ? words('platform') : words('somebody'))
  return (
    <li className="history-entry">
      <time className="muted tiny figures" dateTime={event.occurredAt}>
        {formatTime(event.occurredAt)}
      </time>
      <div>
        <b>{who}</b> {known ? t(`action.${known}`) : plainAction(event.action)}
        {facts.length > 0 && <p className="sub">{facts.map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>}
      </div>
      <span className="muted tiny figures history-seal">
        {event.sequence === null ? t('waiting') : t('number', { number: event.sequence })}
        {event.hash && <span className="sub">{t('seal', { hash: event.hash.slice(0, 8) })}</span>}
      </span>
    </li>
  )
}
