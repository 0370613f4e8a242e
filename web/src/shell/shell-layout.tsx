import { useApolloClient, useQuery } from '@apollo/client/react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { draftsBelongTo, session } from '../session/session.ts'
import { CouldNotLoad, SkeletonLines } from '../ui/states.tsx'
import { Banner } from './banner.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { ClientNotice } from './client-notice.tsx'
import { Rail } from './rail.tsx'
import { forgetCases } from './recent-cases.ts'
import { ShellDialogs } from './shell-dialogs.tsx'
import { ToastRegion } from './toast-region.tsx'
import { TopBar } from './top-bar.tsx'
import { offers, ViewerContext, type Viewer } from './viewer.tsx'
import './shell.css'

const AlertManners = lazy(() =>
  import('../alerts/alert-manners.tsx').then((module) => ({ default: module.AlertManners })),
)

const LiveAlerts = lazy(() => import('../alerts/live-alerts.tsx').then((module) => ({ default: module.LiveAlerts })))

const shellQuery = graphql(`
  query Shell {
    viewer {
      user {
        id
        name
        email
      }
      roles
      centres {
        id
        name
      }
      memberships {
        roles
        centre {
          id
          name
        }
      }
    }
  }
`)

/** The frame around every page for people who are signed in: rail, bar, live alerts, messages. */
export function ShellLayout() {
  const { t } = useTranslation('shell')
  const { data, error, loading, refetch } = useQuery(shellQuery)
  const client = useApolloClient()
  const viewer = useMemo<Viewer | undefined>(() => {
    const user = data?.viewer.user
    return user ? { ...user, ...data.viewer } : undefined
  }, [data])

  useEffect(() => {
    if (!viewer) return
    session.set('signed-in')
    if (!draftsBelongTo(viewer.id)) forgetCases()
  }, [viewer, client])

  if (!viewer) {
    return (
      <main id="main" className="page">
        {error && !loading ? (
          <CouldNotLoad what={t('account')} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines lines={6} label={t('connecting')} />
        )}
      </main>
    )
  }
  if (offers.onlyOwnCase(viewer)) return <ClientNotice viewer={viewer} />
  return (
    <ViewerContext.Provider value={viewer}>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <div className="frame">
        <Rail />
        <div className="frame-page">
          <Banner />
          <TopBar />
          <Suspense>
            <AlertManners />
          </Suspense>
          <Outlet />
          <FocusNewPage />
        </div>
      </div>
      <BottomBar />
      <Suspense>
        <LiveAlerts />
      </Suspense>
      <ShellDialogs />
      <ToastRegion />
    </ViewerContext.Provider>
  )
}

/** After going to another page the focus starts at its content, as it would after a page load. */
function FocusNewPage() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  useEffect(() => {
    const active = document.activeElement
    if (active === document.body || active === null || !active.isConnected)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [path])
  return null
}
