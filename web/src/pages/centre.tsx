import { useQuery } from '@apollo/client/react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { AlertsBySeverity } from '../centre/alerts-by-severity.tsx'
import { BarCard } from '../centre/bar-card.tsx'
import { StatusCard } from '../centre/status-card.tsx'
import { graphql } from '../generated/gql.ts'
import { useViewer } from '../shell/viewer.tsx'
import { Card } from '../ui/card.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Ring } from '../ui/ring.tsx'
import { Select } from '../ui/select.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import { CentreCases } from '../centre/centre-cases.tsx'
import '../centre/centre.css'
import '../centre/texts.ts'

const centrePage = graphql(`
  query CentrePage($centreId: ID!) {
    centreCompliance(centreId: $centreId) {
      openCases
      completionPercentage
      overdueItems
      byStatus {
        status
        cases
      }
      byFramework {
        framework {
          id
          name
          version
        }
        completionPercentage
        overdueItems
      }
      byAdviser {
        adviser {
          id
          name
        }
        cases
        completionPercentage
        overdueItems
      }
      openAlerts {
        severity
        alerts
      }
    }
    cases(first: 10, filter: { centreId: $centreId, open: true }, orderBy: MOST_URGENT) {
      totalCount
      edges {
        node {
          id
          ...CaseRow_case
        }
      }
    }
  }
`)

const route = getRouteApi('/shell/centre')

/** How a centre stands: by case, by framework, by adviser. */
export function CentrePage() {
  const { t } = useTranslation('centre')
  const viewer = useViewer()
  const navigate = useNavigate()
  const chosen = route.useSearch().centre ?? viewer.memberships[0]?.centre.id ?? viewer.centres[0]?.id
  const centre = viewer.centres.find(({ id }) => id === chosen)
  const { data, error, refetch } = useQuery(centrePage, { variables: { centreId: chosen ?? '' }, skip: !chosen })
  const standing = data?.centreCompliance
  const sentence = standing
    ? t('sentence', {
        cases: t('openCases', { count: standing.openCases }),
        percent: standing.completionPercentage,
        overdue: t('overdue', { count: standing.overdueItems }),
      })
    : data
      ? ''
      : t('loading')
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={centre?.name ?? t('title')}
        sentence={sentence}
        actions={
          viewer.centres.length > 1 &&
          chosen && (
            <div className="centre-choice">
              <Select
                label={t('which')}
                hideLabel
                value={chosen}
                choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => void navigate({ to: '/centre', search: { centre: id } })}
              />
            </div>
          )
        }
      />
      {error && !data ? (
        <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonLines lines={10} label={t('loading')} />
      ) : !standing ? (
        <section className="card">
          <EmptyState icon={Building2} title={t('hidden')}>
            {t('hiddenText')}
          </EmptyState>
        </section>
      ) : (
        <>
          <div className="centre-grid">
            <Card title={t('completion')}>
              <Ring
                percent={standing.completionPercentage}
                caption={t('target')}
                label={`${standing.completionPercentage}%, ${t('target')}`}
                parts={[{ name: 'all', done: standing.completionPercentage, total: 100 }]}
              />
            </Card>
            <StatusCard counts={standing.byStatus} />
            <Card
              title={t('alerts')}
              actions={
                <Link to="/alerts" search={{ centre: chosen! }}>
                  {t('alertsSeen')}
                </Link>
              }
              flush
            >
              <AlertsBySeverity counts={standing.openAlerts} centreId={chosen!} />
            </Card>
          </div>
          <div className="centre-halves">
            <BarCard
              title={t('byFramework')}
              head={t('framework')}
              bars={standing.byFramework.map((row) => ({
                key: row.framework.id,
                name: row.framework.name,
                percent: row.completionPercentage,
                overdue: row.overdueItems,
              }))}
            />
            <BarCard
              title={t('byAdviser')}
              head={t('adviser')}
              bars={standing.byAdviser.map((row) => ({
                key: row.adviser?.id ?? 'nobody',
                name: row.adviser?.name ?? t('nobody'),
                percent: row.completionPercentage,
                overdue: row.overdueItems,
                cases: row.cases,
              }))}
            />
          </div>
          <CentreCases cases={data.cases.edges.map(({ node }) => node)} centreId={chosen!} />
        </>
      )}
    </main>
  )
}
