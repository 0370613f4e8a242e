import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Link } from '@tanstack/react-router'
import { AlarmClock, ArrowUp, Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { AlertRow_AlertFragment } from '../generated/graphql.ts'
import { CountdownWords } from '../ui/deadline.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { SeverityMark, toneOf } from '../ui/severity.tsx'
import { momentWords } from './alert-history.tsx'
import type { AlertsSearch } from './alerts-search.ts'

export const alertRow = graphql(`
  fragment AlertRow_alert on ComplianceAlert {
    id
    severity
    state
    title
    force
    dueAt
    item {
      id
      code
      text
    }
    case {
      id
      reference
      client {
        id
        name
      }
    }
    centre {
      id
      name
    }
    snoozedUntil
    acknowledgedBy {
      id
      name
    }
  }
`)

/** Bold until somebody has taken it. */
export function AlertRow({
  of,
  selected,
  search,
}: {
  of: FragmentType<AlertRow_AlertFragment>
  selected: boolean
  search: AlertsSearch
}) {
  const { t } = useTranslation('alerts')
  const words = useTranslation('words').t
  const { data: alert, complete } = useFragment({ fragment: alertRow, fragmentName: 'AlertRow_alert', from: of })
  if (!complete) return null
  const taken = alert.state === 'ACKNOWLEDGED' || alert.state === 'SNOOZED' || alert.state === 'RESOLVED'
  const facts = [alert.item?.code, alert.case?.client?.name, alert.case?.reference, alert.centre?.name].filter(Boolean)
  return (
    <li>
      <Link
        to="/alerts"
        search={{ ...search, alert: alert.id }}
        className={taken ? 'alert-row taken' : 'alert-row'}
        activeProps={{}}
        activeOptions={{ exact: true }}
        aria-current={selected ? 'true' : undefined}
        data-row-link
        data-alert={alert.id}
      >
        <SeverityMark severity={alert.severity} />
        <span>
          <span className="alert-title">{alert.title}</span>
          {alert.item && <span className="muted alert-item">{alert.item.text}</span>}
          {alert.state === 'ACKNOWLEDGED' && alert.acknowledgedBy && (
            <span className="has-it">
              <Icon of={Check} small />
              {t('hasIt', { name: alert.acknowledgedBy.name })}
            </span>
          )}
          {alert.state === 'SNOOZED' && alert.snoozedUntil && (
            <span className="put-off">
              <Icon of={AlarmClock} small />
              {t('backAt', { when: momentWords(alert.snoozedUntil, words) })}
            </span>
          )}
          {alert.state === 'ESCALATED' && (
            <span className="went-up">
              <Icon of={ArrowUp} small />
              {t('wentUp')}
            </span>
          )}
          {alert.state === 'RESOLVED' && (
            <span className="has-it">
              <Icon of={Check} small />
              {t('resolvedBy')}
            </span>
          )}
          <span className="alert-facts">
            <ForceBadge force={alert.force} />
            {facts.length > 0 ? facts.join(' · ') : t('hidden')}
          </span>
        </span>
        <AlertDue dueAt={alert.dueAt} severity={alert.severity} closed={alert.state === 'RESOLVED'} />
      </Link>
    </li>
  )
}

function AlertDue({
  dueAt,
  severity,
  closed,
}: {
  dueAt: string | null
  severity: AlertRow_AlertFragment['severity']
  closed: boolean
}) {
  const { t } = useTranslation('alerts')
  if (!dueAt) return <span className="alert-due muted">{t('noDate')}</span>
  const today = londonToday()
  const day = londonDay(dueAt)
  const late = day < today
  return (
    <span className="alert-due">
      {!closed && (
        <b className="unbroken">
          <CountdownWords day={day} urgency={toneOf(severity)} />
        </b>
      )}
      <span className="sub">{late ? t('was', { day: formatDay(day, today) }) : formatDay(day, today)}</span>
    </span>
  )
}
