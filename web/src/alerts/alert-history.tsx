import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import type { AlertPane_AlertFragment } from '../generated/graphql.ts'

export function AlertHistory({ steps }: { steps: AlertPane_AlertFragment['history'] }) {
  const { t } = useTranslation('alerts')
  const words = useTranslation('words').t
  return (
    <ol className="alert-history">
      {steps.map((step, index) => {
        const name = step.by?.name ?? words('platform')
        const severity = step.severity ? words(`severity.${step.severity}`).toLowerCase() : ''
        return (
          <li
            key={`${step.at} ${index}`}
            className={
              step.kind === 'SEVERITY_RAISED' || (step.kind === 'RAISED' && step.severity === 'CRITICAL')
                ? 'pressing'
                : ''
            }
          >
            <time dateTime={step.at}>
              {formatMoment(step.at, londonToday(), { today: words('when.Today'), yesterday: words('when.Yesterday') })}
            </time>
            {t(`step.${step.kind}`, { name, severity })}{' '}
            {step.comment && <span className="muted">{t('comment', { comment: step.comment })}</span>}
          </li>
        )
      })}
    </ol>
  )
}
