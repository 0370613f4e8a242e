import { useQuery } from '@apollo/client/react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Eye, Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AuditFrame } from '../audit/audit-frame.tsx'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Pager } from '../ui/pager.tsx'
import { Select } from '../ui/select.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import '../ui/table.css'

const restrictedViews = graphql(`
  query RestrictedViews($centreId: ID!, $caseId: ID, $first: Int!, $after: String) {
    restrictedCaseViews(centreId: $centreId, caseId: $caseId, first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        node {
          id
          at
          kind
          by {
            id
            name
          }
          case {
            id
            reference
          }
        }
      }
    }
  }
`)

const pageSize = 25
const route = getRouteApi('/shell/audit/restricted')

/** Who opened restricted cases: of a centre, or one of them. */
export function AuditRestrictedPage() {
  const { t } = useTranslation('audit')
  const viewer = useViewer()
  const navigate = useNavigate()
  const { centre, case: caseId } = route.useSearch()
  const [cursors, setCursors] = useState<string[]>([])
  const offered = offers.restrictedViews(viewer)
  const centreId = centre ?? viewer.memberships[0]?.centre.id ?? viewer.centres[0]?.id ?? ''
  const { data, previousData, error, refetch } = useQuery(restrictedViews, {
    variables: { centreId, caseId: caseId ?? null, first: pageSize, after: cursors.at(-1) ?? null },
    skip: !centreId || !offered,
  })
  const words = useTranslation('words').t
  const views = (data ?? previousData)?.restrictedCaseViews
  const go = (search: { centre?: string; case?: string }) => {
    setCursors([])
    void navigate({ to: '/audit/restricted', search })
  }
  const after = views?.pageInfo.endCursor
  const dayWords = { today: words('when.Today'), yesterday: words('when.Yesterday') }
  return (
    <AuditFrame part="restricted">
      {offered && viewer.centres.length > 1 && (
        <div className="audit-filters">
          <Select
            label={t('filter.centre')}
            value={centreId}
            choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => go({ centre: id })}
          />
        </div>
      )}
      {caseId && (
        <p className="row wrap">
          {t('restricted.only')}
          <Button size="small" onPress={() => go({ centre: centreId })}>
            {t('restricted.allCases')}
          </Button>
        </p>
      )}
      {!offered ? (
        <section className="card">
          <EmptyState icon={Lock} title={t('restricted.hidden')}>
            {t('restricted.hiddenText')}
          </EmptyState>
        </section>
      ) : error && !views ? (
        <CouldNotLoad what={t('restricted.what')} onRetry={() => void refetch()} />
      ) : !views ? (
        <SkeletonLines lines={6} label={t('restricted.loading')} />
      ) : views.edges.length === 0 ? (
        <section className="card">
          <EmptyState icon={Eye} title={t('restricted.none')}>
            {t('restricted.noneText')}
          </EmptyState>
        </section>
      ) : (
        <div className="card table-card" tabIndex={0} role="region" aria-label={t('restricted.table')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('restricted.when')}</th>
                <th scope="col">{t('restricted.who')}</th>
                <th scope="col">{t('restricted.case')}</th>
                <th scope="col">{t('restricted.how')}</th>
              </tr>
            </thead>
            <tbody>
              {views.edges.map(({ node }) => (
                <tr key={node.id}>
                  <td className="figures">
                    <time dateTime={node.at}>{formatMoment(node.at, londonToday(), dayWords)}</time>
                  </td>
                  <th scope="row">{node.by?.name ?? words('somebody')}</th>
                  <td className="figures">
                    {node.case?.reference ? (
                      <Link to="/cases/$caseId" params={{ caseId: node.case.id }}>
                        {node.case.reference}
                      </Link>
                    ) : (
                      <span className="muted">{t('restricted.hiddenCase')}</span>
                    )}
                  </td>
                  <td>
                    {node.kind !== 'ALLOWED' ? (
                      <Tag tone="high" icon={Lock}>
                        {t(`restricted.${node.kind}`)}
                      </Tag>
                    ) : (
                      t('restricted.ALLOWED')
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {views && (cursors.length > 0 || views.pageInfo.hasNextPage) && (
        <Pager
          before={cursors.length * pageSize}
          shown={views.edges.length}
          total={cursors.length * pageSize + views.edges.length + (views.pageInfo.hasNextPage ? 1 : 0)}
          onEarlier={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
          onLater={views.pageInfo.hasNextPage && after ? () => setCursors([...cursors, after]) : undefined}
        />
      )}
    </AuditFrame>
  )
}
