import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from '../graph/store.ts'
import { useTakeAlert } from '../alerts/use-take-alert.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { SeverityMark, toneOf } from '../ui/severity.tsx'
import { useShortcut } from './shortcuts.ts'
import { dismissToast, toasts, type Toast } from './toasts.ts'
import './toast-region.css'

const mostAtOnce = 3

/** The corner for messages. It is always in the page, so that screen readers hear what is put into it. F8 goes there. */
export function ToastRegion() {
  const { t } = useTranslation('shell')
  const shown = useStore(toasts).slice(0, mostAtOnce)
  const region = useRef<HTMLElement>(null)
  useShortcut('F8', () => (region.current?.querySelector('button') ?? region.current)?.focus())
  const quiet = shown.filter((toast) => toast.severity !== 'CRITICAL')
  const urgent = shown.filter((toast) => toast.severity === 'CRITICAL')
  return (
    <section ref={region} className="toasts" aria-label={t('toast.region')} tabIndex={-1}>
      <div role="alert">
        {urgent.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
      <div role="status">
        {quiet.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const take = useTakeAlert()
  const away = () => dismissToast(toast.id)
  const { alertId, severity } = toast
  return (
    <div className={`toast ${severity ? toneOf(severity) : ''}`} data-toast={alertId ?? toast.id}>
      {severity && <SeverityMark severity={severity} />}
      <div className="grow">
        {severity && (
          <p className={`tiny text-${toneOf(severity)}`}>
            <b>{t('toast.justNow', { severity: t(`severity.${severity}`, { ns: 'words' }) })}</b>
          </p>
        )}
        <p className="toast-title">{toast.title}</p>
        {toast.text && <p className="muted">{toast.text}</p>}
        {alertId && (
          <div className="row wrap toast-actions">
            <Button
              look="primary"
              size="small"
              busy={take.busy && t('saving', { ns: 'words' })}
              onPress={async () => {
                if (await take.run({ alertId })) away()
              }}
            >
              {t('takeIt', { ns: 'alerts' })}
            </Button>
            <Button
              size="small"
              onPress={() => {
                away()
                void navigate({ to: '/alerts', search: { alert: alertId } })
              }}
            >
              {t('openAlert', { ns: 'alerts' })}
            </Button>
            <span className="grow" />
            {severity === 'CRITICAL' && <span className="muted tiny">{t('toast.stays')}</span>}
          </div>
        )}
        {take.refusal && <p className="text-critical">{take.refusal.message}</p>}
      </div>
      <Button look="quiet" size="small" label={t('toast.dismiss')} icon={<Icon of={X} small />} onPress={away} />
    </div>
  )
}
