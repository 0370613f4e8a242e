import { useQuery } from '@apollo/client/react'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forces } from '../alerts/alerts-search.ts'
import { daysOfWeek, mondayOf } from '../alerts/week.ts'
import '../alerts/week-view.css'
import { addDays, londonDay, today as londonToday, type Day } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { Card } from '../ui/card.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../ui/table.css'
import { groupsOf, type Due, type DueGroup } from './dashboard-figures.ts'
import { SaveButton } from './save-button.tsx'

const deadlinesOfWeek = graphql(`
  query DeadlinesOfWeek($from: Date!, $to: Date!, $before: Date!, $centreId: ID) {
    deadlines(first: 200, from: $from, to: $to, centreId: $centreId) {
      totalCount
      edges {
        node {
          id
          text
          force
          dueAt
          overdue
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
    late: deadlines(first: 1, to: $before, centreId: $centreId) {
      totalCount
    }
    statutory: deadlines(first: 1, from: $from, to: $to, centreId: $centreId, forces: [LAW, RULE]) {
      totalCount
    }
  }
`)

/** What falls due this week in all that the viewer oversees; the same answer for the page's sentence and for the card. */
export function useDeadlinesOfWeek(centreId: string | undefined, isShown: boolean) {
  const monday = mondayOf(londonToday())
  return useQuery(deadlinesOfWeek, {
    variables: { from: monday, to: addDays(monday, 6), before: addDays(monday, -1), centreId: centreId ?? null },
    skip: !isShown,
  })
}

export function DeadlinesCard({ answer }: { answer: ReturnType<typeof useDeadlinesOfWeek> }) {
  const { t } = useTranslation('dashboard')
  const [shape, setShape] = useState<'timeline' | 'table'>('timeline')
  const { data: shown, error, refetch } = answer
  const due: Due[] = (shown?.deadlines.edges ?? []).map(({ node }) => node)
  const rows = () => [
    (['due', 'text', 'force', 'case', 'centre', 'state'] as const).map((name) => t(`deadlines.${name}`)),
    ...due.map((one) => [
      londonDay(one.dueAt),
      one.text,
      one.force,
      one.case?.reference ?? '',
      one.centre?.name ?? '',
      t(one.overdue ? 'deadlines.passed' : 'deadlines.ahead'),
    ]),
  ]
  return (
    <Card
      title={t('deadlines.title')}
      flush
      className="deadlines-card"
      actions={
        <div className="row wrap">
          <span className="muted tiny" role="status">
            {shown && t('deadlines.inAll', { count: shown.deadlines.totalCount })}
          </span>
          {due.length > 0 && <SaveButton name={t('deadlines.title')} file="deadlines" rows={rows} />}
          <Segmented
            label={t('show')}
            value={shape}
            choices={[
              { value: 'timeline', label: t('timeline') },
              { value: 'table', label: t('table') },
            ]}
            onChange={setShape}
          />
        </div>
      }
    >
      {error && !shown ? (
        <div className="card-body">
          <CouldNotLoad what={t('deadlines.what')} onRetry={() => void refetch()} />
        </div>
      ) : !shown ? (
        <div className="card-body">
          <SkeletonLines lines={8} label={t('deadlines.loading')} />
        </div>
      ) : (
        <>
          {shown.late.totalCount > 0 && (
            <p className="week-late text-critical">{t('deadlines.late', { count: shown.late.totalCount })}</p>
          )}
          {shown.deadlines.totalCount > due.length && (
            <p className="week-late muted">{t('deadlines.cut', { count: due.length })}</p>
          )}
          {due.length === 0 ? (
            <EmptyState icon={CircleCheck} title={t('deadlines.none')} />
          ) : shape === 'timeline' ? (
            <Timeline due={due} />
          ) : (
            <DueTable due={due} />
          )}
        </>
      )}
    </Card>
  )
}

const on = (due: readonly Due[], day: Day) => due.filter(({ dueAt }) => londonDay(dueAt) === day)

function Timeline({ due }: { due: Due[] }) {
  const { t } = useTranslation('dashboard')
  const today = londonToday()
  const days = daysOfWeek(mondayOf(today)).filter((day, index) => index < 5 || on(due, day).length > 0)
  const busiest = days.toSorted((one, other) => on(due, other).length - on(due, one).length)[0]!
  return (
    <div
      className="week-grid"
      role="group"
      tabIndex={0}
      aria-label={t('deadlines.finding', {
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
              <span className="visually-hidden">{t('deadlines.force')}</span>
            </th>
            {days.map((day) => (
              <th key={day} scope="col" className={day === today ? 'is-today' : ''}>
                {day === today ? t('deadlines.today') : formatDay(day, today).split(' ')[0]}
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
                  <Cell
                    groups={groupsOf(on(due, day).filter((one) => one.force === force))}
                    atMost={force === 'LAW' ? Infinity : shownInCell}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const shownInCell = 2

/** What the law sets is never folded away. */
function Cell({ groups, atMost }: { groups: DueGroup[]; atMost: number }) {
  const { t } = useTranslation('dashboard')
  const left = groups.slice(atMost).reduce((sum, { due }) => sum + due.length, 0)
  return (
    <ul>
      {groups.slice(0, atMost).map(({ text, late, due }) => {
        const [first, ...others] = due
        const only = others.length === 0 ? first?.case : null
        const content = (
          <span>
            <b>{text}</b>{' '}
            <span className="muted">
              {others.length > 0
                ? t('deadlines.cases', { count: due.length })
                : (first?.case?.reference ?? first?.centre?.name)}
            </span>
            {late > 0 && <span className="text-critical"> {t('deadlines.passed')}</span>}
          </span>
        )
        const className = `week-due ${late > 0 ? 'critical' : ''}`
        return (
          <li key={text}>
            {only ? (
              <Link to="/cases/$caseId" params={{ caseId: only.id }} className={className}>
                {content}
              </Link>
            ) : (
              <span className={className}>{content}</span>
            )}
          </li>
        )
      })}
      {left > 0 && <li className="muted tiny">{t('deadlines.more', { count: left })}</li>}
    </ul>
  )
}

function DueTable({ due }: { due: Due[] }) {
  const { t } = useTranslation('dashboard')
  const today = londonToday()
  return (
    <div className="table-card deadlines-table" role="group" aria-label={t('deadlines.title')} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{t('deadlines.title')}</caption>
        <thead>
          <tr>
            {(['due', 'text', 'force', 'case', 'centre'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`deadlines.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {due.map((one) => (
            <tr key={one.id}>
              <td className="unbroken">
                {formatDay(londonDay(one.dueAt), today)}
                {one.overdue && <span className="text-critical"> {t('deadlines.passed')}</span>}
              </td>
              <td>{one.text}</td>
              <td>
                <ForceBadge force={one.force} />
              </td>
              <td className="unbroken">
                {one.case && (
                  <Link to="/cases/$caseId" params={{ caseId: one.case.id }} className="main">
                    {one.case.reference}
                  </Link>
                )}
              </td>
              <td>{one.centre?.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
