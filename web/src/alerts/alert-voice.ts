import { createStore } from '../graph/store.ts'

/** How the person wants to be told, as the graph keeps it. Nothing is shown or played before it is known. */
export const alertVoice = createStore<{ browserNotifications: boolean; sound: boolean }>({
  browserNotifications: false,
  sound: false,
})

export type Permission = NotificationPermission | 'unsupported'

export function notificationPermission(): Permission {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'unsupported'
}

/** Asks the browser for leave; only ever after the person pressed something that says so. */
export async function askForNotifications(): Promise<Permission> {
  if (notificationPermission() === 'unsupported') return 'unsupported'
  return Notification.requestPermission()
}

/**
 * A notification of the browser, while its window is not in front. It says how severe the alert is and no more: whoever walks past a
 * screen that is locked or shared reads it.
 */
export function notifyOutside({
  id,
  title,
  body,
  onOpen,
}: {
  id: string
  title: string
  body: string
  onOpen: () => void
}): void {
  if (!alertVoice.get().browserNotifications || notificationPermission() !== 'granted') return
  if (document.visibilityState === 'visible' && document.hasFocus()) return
  const notification = new Notification(title, { body, tag: id, icon: '/icon.svg' })
  notification.addEventListener('click', () => {
    window.focus()
    onOpen()
    notification.close()
  })
}

let audio: AudioContext | undefined

/** Two short notes, made here: nothing is fetched. Browsers play it once the person has pressed something on the page. */
export function chime(): void {
  if (!alertVoice.get().sound) return
  audio ??= new AudioContext()
  const { currentTime, destination } = audio
  for (const [index, frequency] of [660, 880].entries()) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const from = currentTime + index * 0.16
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(0.0001, from)
    volume.gain.exponentialRampToValueAtTime(0.12, from + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.15)
    tone.connect(volume).connect(destination)
    tone.start(from)
    tone.stop(from + 0.16)
  }
}
