import { useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { CaseFacts } from '../cases/case-facts.tsx'
import { ClientFacts } from '../cases/client-facts.tsx'
import { DeadlineStrip } from '../cases/deadline-strip.tsx'
import { Emergencies } from '../cases/emergencies.tsx'
import { RecentNotes } from '../cases/recent-notes.tsx'
import { CaseAlerts } from '../alerts/case-alerts.tsx'
import { NextStage } from '../cases/next-stage.tsx'
import { graphql } from '../generated/gql.ts'
import { CouldNotLoad, SkeletonLines } from '../ui/states.tsx'

const caseOverview = graphql(`
  query CaseOverview($id: ID!) {
    case(id: $id) {
      id
      ...DeadlineStrip_case
      ...Emergencies_case
      ...NextStage_case
      ...CaseAlerts_case
      ...RecentNotes_case
      ...ClientFacts_case
      ...CaseFacts_case
    }
  }
`)

const ClientCare = lazy(() => import('../care/client-care.tsx').then((module) => ({ default: module.ClientCare })))

const route = getRouteApi('/shell/cases/$caseId/')

/** Left: what holds up the next stage, each line with its button. Right: how to reach the client safely. */
export function CaseOverviewPage() {
  const { t } = useTranslation('cases')
  const { caseId } = route.useParams()
  const { data, error, refetch } = useQuery(caseOverview, { variables: { id: caseId } })
  const found = data?.case
  if (error && !found) return <CouldNotLoad what={t('page.what')} onRetry={() => void refetch()} />
  if (!found) return <SkeletonLines lines={10} label={t('overview.loading')} />
  return (
    <>
      <DeadlineStrip of={found} />
      <div className="columns">
        <div>
          <Emergencies of={found} />
          <NextStage of={found} />
          <CaseAlerts of={found} />
          <RecentNotes of={found} />
        </div>
        <aside aria-label={t('overview.people')}>
          <ClientFacts of={found} />
          <CaseFacts of={found} />
          <Suspense>
            <ClientCare caseId={caseId} />
          </Suspense>
        </aside>
      </div>
    </>
  )
}
