import { lazy, Suspense } from 'react'
import { useStore } from '../graph/store.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { useAlertPreferences } from './alert-preferences.ts'
import { offerNotifications } from './offer-notifications.ts'

const WhileAway = lazy(() => import('./while-away.tsx').then((module) => ({ default: module.WhileAway })))
const NotificationOffer = lazy(() =>
  import('./notification-offer.tsx').then((module) => ({ default: module.NotificationOffer })),
)

/** How alerts reach the person on every page, besides the corner: what came while they were away, and what they chose. */
export function AlertManners() {
  const viewer = useViewer()
  return offers.cases(viewer) ? <Manners /> : null
}

function Manners() {
  const { preferences } = useAlertPreferences()
  const offered = useStore(offerNotifications)
  if (!preferences) return null
  return (
    <Suspense>
      {offered && <NotificationOffer preferences={preferences} />}
      <WhileAway summaryAt={preferences.digestAt} />
    </Suspense>
  )
}
