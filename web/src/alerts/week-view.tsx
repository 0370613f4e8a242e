import { useQuery } from '@apollo/client/react'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, londonDay, today as londonToday, type Day } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { momentInLondon } from '../format/london-moment.ts'
import { graphql } from '../generated/gql.ts'
import type { AlertFilter, AlertsOfWeekQuery } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SeverityMark, toneOf } from '../ui/severity.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import { forces, statesOf, type AlertsSearch } from './alerts-search.ts'
import { daysOfWeek, mondayOf } from './week.ts'
import '../ui/table.css'
import './week-view.css'
import './texts.ts'

const alertsOfWeek = graphql(`
  query AlertsOfWeek($filter: AlertFilter!, $late: AlertFilter!) {
    complianceAlerts(first: 100, filter: $filter) {
      totalCount
      edges {
        node {
          id
          title
          severity
          force
          dueAt
          case {
            id
            reference
          }
          centre {
            id
            name
          }
        }
      }
    }
    late: complianceAlerts(first: 1, filter: $late) {
      totalCount
    }
  }
`)

type Due = AlertsOfWeekQuery['complianceAlerts']['edges'][number]['node'] & { dueAt: string }

/** What falls on which day of a week, by where the duty comes from; the same as a table. */
export function WeekView({ search, filter }: { search: AlertsSearch; filter: AlertFilter }) {
  const { t } = useTranslation('alerts')
  const a = useTranslation('alerting').t
  const navigate = useNavigate()
  const [shape, setShape] = useState<'timeline' | 'table'>('timeline')
  const today = londonToday()
  const monday = mondayOf(search.week ?? today)
  const open = { ...filter, states: statesOf.open }
  const begins = momentInLondon(monday, '00:00')
  const { data, previousData, error, refetch } = useQuery(alertsOfWeek, {
    variables: {
      filter: { ...open, dueFrom: begins, dueBefore: momentInLondon(addDays(monday, 7), '00:00') },
      late: { ...open, dueBefore: begins },
    },
  })
  const shown = data ?? previousData
  const due = (shown?.complianceAlerts.edges ?? [])
    .map(({ node }) => node)
    .filter((node): node is Due => node.dueAt !== null)
    .toSorted((one, other) => one.dueAt.localeCompare(other.dueAt))
  const goTo = (day: Day) => {
    const { week: _week, ...kept } = search
    void navigate({ to: '/alerts', search: mondayOf(today) === day ? kept : { ...kept, week: day } })
  }
  const title = a('week.title', { from: formatDay(monday, today), to: formatDay(addDays(monday, 6), today) })
  return (
    <Card
      title={title}
      flush
      className="week-card"
      actions={
        <div className="row wrap">
          <span className="muted tiny" role="status">
            {shown && a('week.inAll', { count: shown.complianceAlerts.totalCount })}
          </span>
          <Button size="small" icon={<Icon of={ChevronLeft} small />} onPress={() => goTo(addDays(monday, -7))}>
            {a('week.before')}
          </Button>
          <Button size="small" onPress={() => goTo(addDays(monday, 7))}>
            {a('week.after')}
            <Icon of={ChevronRight} small />
          </Button>
          <Segmented
            label={a('week.shape')}
            value={shape}
            choices={[
              { value: 'timeline', label: a('week.timeline') },
              { value: 'table', label: a('week.table') },
            ]}
            onChange={setShape}
          />
        </div>
      }
    >
      {error && !shown ? (
        <div className="card-body">
          <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
        </div>
      ) : !shown ? (
        <div className="card-body">
          <SkeletonLines lines={6} label={t('loading')} />
        </div>
      ) : (
        <>
          {shown.late.totalCount > 0 && (
            <p className="week-late text-critical">{a('week.late', { count: shown.late.totalCount })}</p>
          )}
          {shown.complianceAlerts.totalCount > due.length && (
            <p className="week-late muted">{a('week.cut', { count: due.length })}</p>
          )}
          {due.length === 0 ? (
            <EmptyState icon={CircleCheck} title={a('week.empty')} />
          ) : shape === 'timeline' ? (
            <Timeline due={due} monday={monday} today={today} />
          ) : (
            <DueTable due={due} today={today} caption={title} />
          )}
        </>
      )}
    </Card>
  )
}

function Timeline({ due, monday, today }: { due: Due[]; monday: Day; today: Day }) {
  const a = useTranslation('alerting').t
  const days = daysOfWeek(monday)
  const busiest = days.toSorted((one, other) => on(due, other).length - on(due, one).length)[0]!
  return (
    <div
      className="week-grid"
      role="group"
      tabIndex={0}
      aria-label={a('week.finding', {
        count: due.length,
        law: due.filter(({ force }) => force === 'LAW').length,
        day: formatDay(busiest, today),
        most: on(due, busiest).length,
      })}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{a('force')}</span>
            </th>
            {days.map((day) => (
              <th key={day} scope="col" className={day === today ? 'is-today' : ''}>
                {day === today ? a('week.today') : formatDay(day, today).split(' ')[0]}
                <span className="sub">{formatDay(day, today).split(' ').slice(1).join(' ')}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {forces.map((force) => (
            <tr key={force}>
              <th scope="row">
                <ForceBadge force={force} />
              </th>
              {days.map((day) => (
                <td key={day} className={day === today ? 'is-today' : ''}>
                  <ul>
                    {on(due, day)
                      .filter((alert) => alert.force === force)
                      .map((alert) => (
                        <li key={alert.id}>
                          <Link
                            to="/alerts"
                            search={{ alert: alert.id }}
                            className={`week-due ${toneOf(alert.severity)}`}
                          >
                            <SeverityMark severity={alert.severity} small />
                            <span>
                              <b>{alert.title}</b>{' '}
                              <span className="muted unbroken">{alert.case?.reference ?? alert.centre?.name}</span>
                            </span>
                          </Link>
                        </li>
                      ))}
                  </ul>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DueTable({ due, today, caption }: { due: Due[]; today: Day; caption: string }) {
  const a = useTranslation('alerting').t
  return (
    <div className="table-card" role="group" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {(['due', 'title', 'severity', 'force', 'case', 'centre'] as const).map((name) => (
              <th key={name} scope="col">
                {a(`export.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {due.map((alert) => (
            <tr key={alert.id}>
              <td className="unbroken">{formatDay(londonDay(alert.dueAt), today)}</td>
              <td>
                <Link to="/alerts" search={{ alert: alert.id }} className="main">
                  {alert.title}
                </Link>
              </td>
              <td>
                <SeverityMark severity={alert.severity} withWord small />
              </td>
              <td>
                <ForceBadge force={alert.force} />
              </td>
              <td className="unbroken">{alert.case?.reference}</td>
              <td>{alert.centre?.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function on(due: Due[], day: Day): Due[] {
  return due.filter(({ dueAt }) => londonDay(dueAt) === day)
}
