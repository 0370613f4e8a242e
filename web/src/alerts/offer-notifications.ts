import { createStore } from '../graph/store.ts'
import { alertVoice, notificationPermission } from './alert-voice.ts'

/** Whether the offer to turn the browser's notifications on is on the page. */
export const offerNotifications = createStore(false)

const askedKey = 'casework-notifications-offered'

/** After somebody has taken a critical alert, once on this computer, and only where the browser has not been asked yet. */
export function offerAfterCritical(): void {
  if (alertVoice.get().browserNotifications || notificationPermission() !== 'default') return
  if (localStorage.getItem(askedKey) !== null) return
  localStorage.setItem(askedKey, 'yes')
  offerNotifications.set(true)
}
