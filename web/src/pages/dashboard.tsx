import { CombinedGraphQLErrors } from '@apollo/client'
import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CompletionCard } from '../dashboard/completion-card.tsx'
import { DeadlinesCard, useDeadlinesOfWeek } from '../dashboard/deadlines-card.tsx'
import { partOfDayNow, weeksShown } from '../dashboard/dashboard-figures.ts'
import { FrameworksCard } from '../dashboard/frameworks-card.tsx'
import { OutcomesCard } from '../dashboard/outcomes-card.tsx'
import { WaitingCard } from '../dashboard/waiting-card.tsx'
import { WhyCard } from '../dashboard/why-card.tsx'
import { graphql } from '../generated/gql.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Select } from '../ui/select.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../centre/centre.css'
import '../dashboard/dashboard.css'
import '../dashboard/texts.ts'

const dashboardPage = graphql(`
  query DashboardPage($centreId: ID, $weeks: Int!, $one: Boolean!) {
    complianceDashboard(centreId: $centreId, weeks: $weeks) {
      untakenCritical
      openAlerts {
        severity
        waited
        alerts
        overTarget
      }
      waitingLongest(first: 3) {
        id
        title
        severity
        raisedAt
        case {
          id
          reference
        }
        centre {
          id
          name
        }
      }
      centres {
        centre {
          id
          name
        }
        openCases
        completionPercentage
        overdueItems
        change
        since
        history {
          takenOn
          completionPercentage
        }
        byFramework @include(if: $one) {
          framework {
            id
            code
            name
          }
          completionPercentage
          overdueItems
          change
          since
          history {
            takenOn
            completionPercentage
          }
        }
        lateMost @include(if: $one) {
          item {
            id
            code
            text
            ruleReference
          }
          lateCases
          lateAWeekAgo
        }
      }
    }
  }
`)

const route = getRouteApi('/shell/dashboard')
const everywhere = 'all'

/** The officer's morning: who waits too long, what falls this week, which centres slip, and why. */
export function DashboardPage() {
  const { t } = useTranslation('dashboard')
  const viewer = useViewer()
  const navigate = useNavigate()
  const search = route.useSearch()
  // Who oversees one centre is at once at it.
  const chosen = search.centre ?? (viewer.centres.length === 1 ? viewer.centres[0]?.id : undefined)
  const { data, error, refetch } = useQuery(dashboardPage, {
    variables: { centreId: chosen ?? null, weeks: weeksShown, one: chosen !== undefined },
    skip: !offers.centre(viewer),
  })
  const deadlines = useDeadlinesOfWeek(chosen, offers.centre(viewer))
  // Figures of one centre never stand under another's name.
  const dashboard = data?.complianceDashboard
  const statutory = deadlines.data?.statutory.totalCount
  const [one] = chosen === undefined ? [] : (dashboard?.centres ?? [])
  const notShared = !offers.centre(viewer) || isForbidden(error)
  const sentence = dashboard
    ? [
        t('untaken', { count: dashboard.untakenCritical }),
        statutory !== undefined && t('statutory', { count: statutory }),
      ]
        .filter(Boolean)
        .join(' ')
    : error || notShared
      ? ''
      : t('loading')
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={t(`greeting.${partOfDayNow()}`, { name: viewer.name.split(' ')[0] })}
        documentTitle={t('title')}
        sentence={sentence}
        actions={
          viewer.centres.length > 1 && (
            <div className="centre-choice">
              <Select
                label={t('which')}
                hideLabel
                value={chosen ?? everywhere}
                choices={[
                  { value: everywhere, label: t('allCentres', { count: viewer.centres.length }) },
                  ...viewer.centres.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                onChange={(id) => void navigate({ to: '/dashboard', search: id === everywhere ? {} : { centre: id } })}
              />
            </div>
          )
        }
      />
      {notShared ? (
        <section className="card">
          <EmptyState icon={Building2} title={t('hidden')}>
            {t('hiddenText')}
          </EmptyState>
        </section>
      ) : (
        <>
          <div className="dashboard-top">
            {dashboard ? (
              <WaitingCard cells={dashboard.openAlerts} longest={dashboard.waitingLongest} centreId={chosen} />
            ) : (
              <section className="card card-body">
                {error ? (
                  <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
                ) : (
                  <SkeletonLines lines={8} label={t('loading')} />
                )}
              </section>
            )}
            <DeadlinesCard answer={deadlines} />
          </div>
          {chosen === undefined
            ? dashboard && <CompletionCard centres={dashboard.centres} onRetry={() => void refetch()} />
            : one && (
                <>
                  <div className="centre-halves">
                    <FrameworksCard whole={one} frameworks={one.byFramework ?? []} />
                    <WhyCard items={one.lateMost ?? []} centreId={chosen} />
                  </div>
                  <OutcomesCard centreId={chosen} />
                </>
              )}
          {chosen === undefined && <p className="muted tiny">{t('centre.chooseForMore')}</p>}
        </>
      )}
    </main>
  )
}

/** A centre that the viewer may read cases of, and does not oversee. */
function isForbidden(error: unknown): boolean {
  return CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.['code'] === 'FORBIDDEN')
}
