import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AlertSeverity } from '../generated/graphql.ts'
import { SeverityMark } from '../ui/severity.tsx'

const severities: AlertSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']

export function AlertsBySeverity({
  counts,
  centreId,
}: {
  counts: { severity: AlertSeverity; alerts: number }[]
  centreId: string
}) {
  const { t } = useTranslation('centre')
  const of = (severity: AlertSeverity) => counts.find((count) => count.severity === severity)?.alerts ?? 0
  if (severities.every((severity) => of(severity) === 0)) return <p className="card-body muted">{t('noAlerts')}</p>
  return (
    <ul className="rows">
      {severities.map((severity) => (
        <li key={severity}>
          <Link to="/alerts" search={{ severity, centre: centreId }} className="severity-link">
            <SeverityMark severity={severity} withWord />
          </Link>
          <b className="figures">{of(severity)}</b>
        </li>
      ))}
    </ul>
  )
}
