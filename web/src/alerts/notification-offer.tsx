import { BellRing } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useSaveAlertPreferences, type AlertPreferences } from './alert-preferences.ts'
import { askForNotifications } from './alert-voice.ts'
import { offerNotifications } from './offer-notifications.ts'
import './notification-offer.css'
import './texts.ts'

/** The browser is asked for leave only when the person presses "Turn on". */
export function NotificationOffer({ preferences }: { preferences: AlertPreferences }) {
  const { t } = useTranslation('alerts')
  const a = useTranslation('alerting').t
  const [denied, setDenied] = useState(false)
  const { save, busy, refusal } = useSaveAlertPreferences()
  const close = () => offerNotifications.set(false)
  const turnOn = async () => {
    if ((await askForNotifications()) !== 'granted') return setDenied(true)
    if (await save(preferences, { browserNotifications: true })) close()
  }
  return (
    <div className="notification-offer">
      <Notice icon={BellRing} title={a('offer.title')} role="status">
        <p>{denied ? a('voice.denied') : a('offer.text')}</p>
        {refusal && <p className="text-critical">{refusal.message}</p>}
        <p className="row wrap">
          {!denied && (
            <Button
              look="primary"
              size="small"
              busy={busy && t('saving', { ns: 'words' })}
              onPress={() => void turnOn()}
            >
              {a('offer.on')}
            </Button>
          )}
          <Button size="small" onPress={close}>
            {denied ? a('offer.close') : a('offer.off')}
          </Button>
        </p>
      </Notice>
    </div>
  )
}
