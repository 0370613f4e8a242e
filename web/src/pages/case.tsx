import { useQuery } from '@apollo/client/react'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { FileQuestion } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CaseHeader } from '../cases/case-header.tsx'
import { graphql } from '../generated/gql.ts'
import { rememberCase } from '../shell/recent-cases.ts'
import { ButtonLink } from '../ui/button.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import { usePageTitle } from '../ui/page-head.tsx'

const RestrictedCase = lazy(() =>
  import('../cases/restricted-case.tsx').then((module) => ({ default: module.RestrictedCase })),
)

/** The frame of a case: its head, which all its pages share. Each page asks for its own part. */
const caseFrame = graphql(`
  query CaseFrame($id: ID!) {
    case(id: $id) {
      id
      reference
      client {
        id
        name
      }
      ...CaseHeader_case
    }
  }
`)

const route = getRouteApi('/shell/cases/$caseId')

export function CasePage() {
  const { t } = useTranslation('cases')
  const { caseId } = route.useParams()
  const { data, error, refetch } = useQuery(caseFrame, { variables: { id: caseId } })
  const found = data?.case
  const name = found?.client?.name
  usePageTitle(name && found ? `${name}, ${found.reference}` : t('title'))
  useEffect(() => {
    if (name) rememberCase({ id: caseId, name })
  }, [caseId, name])

  if (data && data.case === null && !error) {
    return (
      <main id="main" className="page" tabIndex={-1}>
        <Suspense>
          <RestrictedCase of={caseId} />
        </Suspense>
        <EmptyState
          heading="h1"
          icon={FileQuestion}
          title={t('page.notFound')}
          actions={
            <ButtonLink to="/cases" search={{}}>
              {t('page.toCases')}
            </ButtonLink>
          }
        >
          {t('page.notFoundText')}
        </EmptyState>
      </main>
    )
  }
  return (
    <main id="main" tabIndex={-1} className="case-page">
      {found ? (
        <CaseHeader of={found} />
      ) : (
        <header className="case-head case-head-waiting">
          {error ? (
            <CouldNotLoad what={t('page.what')} onRetry={() => void refetch()} />
          ) : (
            <SkeletonLines lines={3} label={t('page.loading')} />
          )}
        </header>
      )}
      <div className="page">
        <Outlet />
      </div>
    </main>
  )
}
