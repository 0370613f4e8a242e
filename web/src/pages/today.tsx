import { useQuery } from '@apollo/client/react'
import { Link } from '@tanstack/react-router'
import { Briefcase } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { AlertRow } from '../alerts/alert-row.tsx'
import { CaseCard, CaseRow } from '../cases/case-row.tsx'
import { TaskItem } from '../cases/task-item.tsx'
import { addDays, today as londonToday } from '../format/calendar-day.ts'
import { formatDay, formatTime } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { FollowUpItem } from '../notes/follow-up-list.tsx'
import { offers, useViewer } from '../shell/viewer.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../alerts/alerts.css'
import '../cases/case-list.css'
import '../notes/note-composer.css'
import '../ui/table.css'

const todayPage = graphql(`
  query TodayPage($mine: Boolean!, $soon: Date!, $today: Date!, $from: DateTime!, $to: DateTime!) {
    cases(first: 6, filter: { mine: $mine, open: true }, orderBy: MOST_URGENT) {
      totalCount
      edges {
        node {
          id
          ...CaseRow_case
        }
      }
    }
    urgent: cases(first: 1, filter: { mine: $mine, open: true, hasEmergency: true }) {
      totalCount
    }
    followUps(first: 12, mine: $mine, dueBy: $soon) {
      totalCount
      edges {
        node {
          id
          body
          followUpOn
          case {
            id
            client {
              id
              name
            }
          }
        }
      }
    }
    due: followUps(first: 1, mine: $mine, dueBy: $today) {
      totalCount
    }
    tasks(first: 12, mine: $mine, dueBy: $soon) {
      totalCount
      edges {
        node {
          id
          case {
            id
            client {
              id
              name
            }
          }
          ...TaskItem_task
        }
      }
    }
    appointments(from: $from, to: $to, mine: $mine) {
      id
      kind
      startsAt
      place
      case {
        id
        client {
          id
          name
        }
      }
    }
    alerts: complianceAlerts(first: 6, filter: { states: [OPEN, ESCALATED] }) {
      totalCount
      edges {
        node {
          id
          ...AlertRow_alert
        }
      }
    }
  }
`)

const horizonDays = 7

/** The next thing first: what can't wait, what was promised, what nobody has taken. */
export function TodayPage() {
  const { t } = useTranslation('shell')
  const viewer = useViewer()
  const own = offers.ownCases(viewer)
  const today = londonToday()
  const variables = useMemo(
    () => ({
      mine: own,
      today,
      soon: addDays(today, horizonDays),
      from: new Date(`${today}T00:00:00`).toISOString(),
      to: new Date(`${addDays(today, 1)}T00:00:00`).toISOString(),
    }),
    [own, today],
  )
  const { data, error, refetch } = useQuery(todayPage, { variables, skip: !offers.cases(viewer) })
  const parts = data
    ? [
        data.urgent.totalCount > 0 && t('todayPage.urgent', { count: data.urgent.totalCount }),
        data.due.totalCount > 0 && t('todayPage.dueFollowUps', { count: data.due.totalCount }),
        data.alerts.totalCount > 0 && t('todayPage.waitingAlerts', { count: data.alerts.totalCount }),
      ].filter((part) => part !== false)
    : []
  const sentence = !data
    ? t('todayPage.loading')
    : parts.length === 0
      ? t('todayPage.nothing')
      : t('todayPage.sentence', { parts: parts.join(', ') })
  if (!offers.cases(viewer)) {
    return (
      <main id="main" className="page" tabIndex={-1}>
        <PageHead title={t('todayPage.hello', { day: formatDay(today, today) })} sentence={t('todayPage.nothing')} />
        <p>
          <Link to="/people">{t('people')}</Link>
        </p>
      </main>
    )
  }
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead title={t('todayPage.hello', { day: formatDay(today, today) })} sentence={sentence} />
      {error && !data ? (
        <CouldNotLoad what={t('todayPage.what')} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonLines lines={10} label={t('todayPage.loading')} />
      ) : (
        <>
          <FirstCases cases={data.cases.edges.map(({ node }) => node)} own={own} />
          <div className="today-columns">
            <Card
              title={t('todayPage.alerts')}
              actions={
                <Link to="/alerts" search={{}}>
                  {t('todayPage.allAlerts')}
                </Link>
              }
              flush
              className="alerts-card"
            >
              {data.alerts.edges.length === 0 && <p className="card-body muted">{t('todayPage.noAlerts')}</p>}
              <ul>
                {data.alerts.edges.map(({ node }) => (
                  <AlertRow key={node.id} of={node} selected={false} search={{}} />
                ))}
              </ul>
            </Card>
            <div>
              <Card title={t('todayPage.followUps')} flush>
                {data.followUps.edges.length === 0 && <p className="card-body muted">{t('todayPage.noFollowUps')}</p>}
                <ul>
                  {data.followUps.edges.map(({ node }) =>
                    node.case && node.followUpOn ? (
                      <FollowUpItem
                        key={node.id}
                        of={{
                          id: node.id,
                          caseId: node.case.id,
                          body: node.body,
                          followUpOn: node.followUpOn,
                          clientName: node.case.client?.name,
                        }}
                      />
                    ) : null,
                  )}
                </ul>
              </Card>
              {data.tasks.edges.length > 0 && (
                <Card title={t('todayPage.tasks')} flush>
                  <ul className="rows">
                    {data.tasks.edges.map(({ node }) =>
                      node.case ? (
                        <TaskItem key={node.id} of={node} caseId={node.case.id} clientName={node.case.client?.name} />
                      ) : null,
                    )}
                  </ul>
                </Card>
              )}
              <Card title={t('todayPage.appointments')}>
                {data.appointments.length === 0 && <p className="muted">{t('todayPage.noAppointments')}</p>}
                <ul className="stack">
                  {data.appointments.map((appointment) => (
                    <li key={appointment.id} className="row top">
                      <b className="figures">{formatTime(appointment.startsAt)}</b>
                      <span>
                        {appointment.case && (
                          <Link to="/cases/$caseId" params={{ caseId: appointment.case.id }}>
                            {appointment.case.client?.name}
                          </Link>
                        )}
                        <span className="sub">
                          {[t(`todayPage.appointment.${appointment.kind}`), appointment.place]
                            .filter(Boolean)
                            .join(', ')}
                        </span>
                      </span>
                    </li>
                  ))}
                </ul>
              </Card>
            </div>
          </div>
        </>
      )}
    </main>
  )
}

type CaseNode = Parameters<typeof CaseRow>[0]['of'] & { id: string }

function FirstCases({ cases, own }: { cases: CaseNode[]; own: boolean }) {
  const { t } = useTranslation('shell')
  const column = useTranslation('cases').t
  return (
    <Card
      title={own ? t('todayPage.first') : t('todayPage.firstCentre')}
      actions={
        <Link to="/cases" search={{}}>
          {own ? t('todayPage.allCases') : t('todayPage.allOpen')}
        </Link>
      }
      flush
      className="centre-cases"
    >
      {cases.length === 0 && (
        <EmptyState
          icon={Briefcase}
          title={t('todayPage.noCases')}
          actions={
            <ButtonLink to="/cases" search={{ view: 'unassigned' }}>
              {t('todayPage.seeUnowned')}
            </ButtonLink>
          }
        >
          {t('todayPage.noCasesText')}
        </EmptyState>
      )}
      {cases.length > 0 && (
        <div className="table-card has-cards">
          <table className="table two-line case-table">
            <thead>
              <tr>
                {(['client', 'stage', 'compliance', 'deadline', 'last'] as const).map((name) => (
                  <th key={name} scope="col">
                    {column(`column.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cases.map((found) => (
                <CaseRow key={found.id} of={found} chosen={false} onChoose={() => {}} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ul className="card-list">
        {cases.map((found) => (
          <CaseCard key={found.id} of={found} />
        ))}
      </ul>
    </Card>
  )
}
