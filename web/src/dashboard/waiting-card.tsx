import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { severities } from '../alerts/alerts-search.ts'
import { daysBetween, londonDay, today as londonToday } from '../format/calendar-day.ts'
import type { AlertSeverity } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import { SeverityMark, toneOf } from '../ui/severity.tsx'
import { EmptyState } from '../ui/states.tsx'
import { cellOf, sumOf, waits, type WaitingCell } from './dashboard-figures.ts'
import { SaveButton } from './save-button.tsx'

interface WaitingAlert {
  id: string
  title: string
  severity: AlertSeverity
  raisedAt: string
  case: { id: string; reference: string } | null
  centre: { id: string; name: string } | null
}

/** Open alerts by severity and by how long they have waited, and those that have waited longest. */
export function WaitingCard({
  cells,
  longest,
  centreId,
}: {
  cells: WaitingCell[]
  longest: WaitingAlert[]
  centreId: string | undefined
}) {
  const { t } = useTranslation('dashboard')
  const words = useTranslation('words').t
  const search = centreId === undefined ? {} : { centre: centreId }
  const rows = () => [
    [t('alerts.severity'), ...waits.map((wait) => t(`waitLong.${wait}`)), t('alerts.all')],
    ...severities.map((severity) => [
      words(`severity.${severity}`),
      ...waits.map((wait) => String(cellOf(cells, severity, wait).alerts)),
      String(sumOf(cells, severity)),
    ]),
  ]
  return (
    <Card
      title={
        <>
          {t('alerts.title')} <span className="muted card-sub">{t('alerts.sub')}</span>
        </>
      }
      actions={<SaveButton name={t('alerts.title')} file="open-alerts" rows={rows} />}
      flush
    >
      {sumOf(cells) === 0 ? (
        <EmptyState icon={CircleCheck} title={t('alerts.none')} />
      ) : (
        <>
          <WaitingGrid cells={cells} search={search} />
          <p className="muted tiny waiting-key">{t('alerts.solid')}</p>
          <h3 className="waiting-longest">{t('alerts.longest')}</h3>
          {longest.length === 0 ? (
            <p className="muted card-body">{t('alerts.longestNone')}</p>
          ) : (
            <ul className="rows waiting-rows">
              {longest.map((alert) => (
                <li key={alert.id}>
                  <SeverityMark severity={alert.severity} small />
                  <Link to="/alerts" search={{ ...search, alert: alert.id }} className="grow">
                    {alert.title}, <span className="unbroken">{alert.case?.reference ?? alert.centre?.name}</span>
                  </Link>
                  <span className="muted unbroken">
                    {t('alerts.days', { count: daysBetween(londonDay(alert.raisedAt), londonToday()) })}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  )
}

function WaitingGrid({ cells, search }: { cells: WaitingCell[]; search: { centre?: string } }) {
  const { t } = useTranslation('dashboard')
  const words = useTranslation('words').t
  const late = cells.reduce((sum, { overTarget }) => sum + overTarget, 0)
  const findings = severities.map((severity) => `${words(`severity.${severity}`)} ${sumOf(cells, severity)}`).join(', ')
  const caption = t('alerts.finding', { findings, late: t('alerts.lateOf', { count: late }) })
  return (
    <table className="waiting-grid">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <td />
          {waits.map((wait) => (
            <th key={wait} scope="col" abbr={t(`waitLong.${wait}`)}>
              {t(`wait.${wait}`)}
            </th>
          ))}
          <th scope="col">{t('alerts.all')}</th>
        </tr>
      </thead>
      <tbody>
        {severities.map((severity) => (
          <tr key={severity} className={toneOf(severity)}>
            <th scope="row">
              <Link to="/alerts" search={{ ...search, severity }} className="severity-link">
                <SeverityMark severity={severity} withWord />
              </Link>
            </th>
            {waits.map((wait) => {
              const { alerts, overTarget } = cellOf(cells, severity, wait)
              return (
                <td key={wait}>
                  <span className={alerts === 0 ? 'cell empty' : overTarget > 0 ? 'cell solid' : 'cell'}>
                    {alerts === 0 ? <span aria-label="0">·</span> : alerts}
                    {overTarget > 0 && <span className="visually-hidden">, {t('alerts.tooLong')}</span>}
                  </span>
                </td>
              )
            })}
            <td>
              <b className="figures">{sumOf(cells, severity)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
