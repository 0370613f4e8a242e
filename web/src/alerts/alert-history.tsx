import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import type { AlertPane_AlertFragment } from '../generated/graphql.ts'

/** What has happened, and, hollow at the end, what happens if nobody acts. */
export function AlertHistory({
  steps,
  next,
}: {
  steps: AlertPane_AlertFragment['history']
  next: AlertPane_AlertFragment['ifNobodyActs']
}) {
  const { t } = useTranslation('alerts')
  const words = useTranslation('words').t
  const roleName = useRoleName()
  return (
    <ol className="alert-history">
      {steps.map((step, index) => {
        const name = step.by?.name ?? words('platform')
        const severity = step.severity ? words(`severity.${step.severity}`).toLowerCase() : ''
        const pressing =
          step.kind === 'SEVERITY_RAISED' ||
          step.kind === 'ESCALATED' ||
          (step.kind === 'RAISED' && step.severity === 'CRITICAL')
        return (
          <li key={`${step.at} ${index}`} className={pressing ? 'pressing' : ''}>
            <time dateTime={step.at}>{momentWords(step.at, words)}</time>
            {t(`step.${step.kind}`, {
              name,
              severity,
              role: roleName(step.role),
              when: step.until ? momentWords(step.until, words) : '',
            })}{' '}
            {step.comment && <span className="muted">{t('comment', { comment: step.comment })}</span>}
          </li>
        )
      })}
      {next && (
        <li className="to-come">
          <time dateTime={next.at}>{t('ifNobody', { when: momentWords(next.at, words) })}</time>
          {t('goesTo', { role: roleName(next.role) })}
        </li>
      )}
    </ol>
  )
}

/** `Today 10:42`, `Mon 30 Nov 09:00`. */
export function momentWords(moment: string, words: TFunction<'words'>): string {
  return formatMoment(moment, londonToday(), { today: words('when.Today'), yesterday: words('when.Yesterday') })
}

/** A role that alerts go up to, in the middle of a sentence. */
function useRoleName(): (role: string | null) => string {
  const { t } = useTranslation('alerts')
  return (role) =>
    role === 'CENTRE_MANAGER' ? t('role.manager') : role === 'COMPLIANCE_OFFICER' ? t('role.officer') : t('role.other')
}
