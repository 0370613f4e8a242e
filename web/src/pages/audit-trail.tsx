import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { History, Lock } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AuditFrame } from '../audit/audit-frame.tsx'
import { between, type AuditSearch } from '../audit/audit-search.ts'
import { graphql } from '../generated/gql.ts'
import { HistoryEntries } from '../history/history-entries.tsx'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Card } from '../ui/card.tsx'
import { ComboBox } from '../ui/combo-box.tsx'
import { Pager } from '../ui/pager.tsx'
import { Select } from '../ui/select.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'

const auditTrailPage = graphql(`
  query AuditTrailPage($entity: ID, $filter: AuditFilter, $first: Int!, $after: String) {
    auditTrail(entity: $entity, filter: $filter, first: $first, after: $after) {
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
const peopleOfTrail = graphql(`
  query PeopleOfTrail($centreId: ID!) {
    users(centreId: $centreId, first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`)

const TrailFilters = lazy(() =>
  import('../audit/trail-filters.tsx').then((module) => ({ default: module.TrailFilters })),
)

const pageSize = 50
const route = getRouteApi('/shell/audit')

/** All that was changed: by a person, to a person, of a kind, between days. */
export function AuditTrailPage() {
  const { t } = useTranslation('audit')
  const viewer = useViewer()
  if (!offers.auditTrail(viewer))
    return (
      <AuditFrame part="trail">
        <section className="card">
          <EmptyState icon={Lock} title={t('trail.hidden')} />
        </section>
      </AuditFrame>
    )
  return (
    <AuditFrame part="trail">
      <Filters />
      <Entries />
    </AuditFrame>
  )
}

function Filters() {
  const { t } = useTranslation('audit')
  const viewer = useViewer()
  const navigate = useNavigate()
  const search = route.useSearch()
  const centreId = search.centre ?? viewer.memberships[0]?.centre.id ?? viewer.centres[0]?.id ?? ''
  const { data } = useQuery(peopleOfTrail, { variables: { centreId }, skip: !centreId })
  const go = (next: AuditSearch) => void navigate({ to: '/audit', search: next })
  const { group: _group, from: _from, to: _to, ...others } = search
  const { person: _person, happened: _happened, ...nobody } = search
  const people = data?.users.edges.map(({ node }) => ({ value: node.id, label: node.name }))
  return (
    <section className="audit-filters" aria-label={t('trail.filters')}>
      {viewer.centres.length > 1 && (
        <Select
          label={t('filter.centre')}
          value={centreId}
          choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(centre) => go({ ...nobody, centre })}
        />
      )}
      {people && (
        <ComboBox
          key={centreId}
          label={t('filter.person')}
          choices={people}
          value={search.person ?? null}
          onChange={(person) => go(person ? { ...search, person } : nobody)}
          empty={t('filter.everybody')}
        />
      )}
      {search.person && (
        <Select<'did' | 'happened'>
          label={t('filter.role')}
          value={search.happened ? 'happened' : 'did'}
          choices={[
            { value: 'did', label: t('filter.did') },
            { value: 'happened', label: t('filter.happened') },
          ]}
          onChange={(role) =>
            go({ ...nobody, person: search.person!, ...(role === 'happened' ? { happened: true } : {}) })
          }
        />
      )}
      <Suspense>
        <TrailFilters value={search} onChange={(value) => go({ ...others, ...value })} />
      </Suspense>
    </section>
  )
}

function Entries() {
  const { t } = useTranslation('audit')
  const search = route.useSearch()
  const [pages, setPages] = useState<{ of: string; cursors: string[] }>({ of: '', cursors: [] })
  const of = JSON.stringify(search)
  const cursors = pages.of === of ? pages.cursors : []
  const { person, happened, group } = search
  const { data, previousData, error, refetch } = useQuery(auditTrailPage, {
    variables: {
      entity: person && happened ? person : null,
      filter: {
        ...(person && !happened ? { actorId: person } : {}),
        ...(group ? { groups: [group] } : {}),
        ...between(search),
      },
      first: pageSize,
      after: cursors.at(-1) ?? null,
    },
  })
  const trail = (data ?? previousData)?.auditTrail
  if (error && !trail) return <CouldNotLoad what={t('trail.what')} onRetry={() => void refetch()} />
  if (!trail) return <SkeletonLines lines={8} label={t('trail.loading')} />
  const events = trail.edges.map(({ node }) => node)
  const after = trail.pageInfo.endCursor
  const turn = (next: string[]) => setPages({ of, cursors: next })
  return (
    <Card title={t('trail.entries')} flush>
      {events.length === 0 && (
        <EmptyState icon={History} title={t('trail.none')}>
          {t('trail.noneText')}
        </EmptyState>
      )}
      <HistoryEntries events={events} withCase />
      {(cursors.length > 0 || trail.pageInfo.hasNextPage) && (
        <div className="card-body">
          <Pager
            before={cursors.length * pageSize}
            shown={events.length}
            total={cursors.length * pageSize + events.length + (trail.pageInfo.hasNextPage ? 1 : 0)}
            onEarlier={cursors.length > 0 ? () => turn(cursors.slice(0, -1)) : undefined}
            onLater={trail.pageInfo.hasNextPage && after ? () => turn([...cursors, after]) : undefined}
          />
        </div>
      )}
    </Card>
  )
}
