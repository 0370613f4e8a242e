import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { BellOff, CircleCheck, Download } from 'lucide-react'
import { lazy, Suspense, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AlertFilters } from '../alerts/alert-filters.tsx'
import { AlertPane } from '../alerts/alert-pane.tsx'
import { AlertRow } from '../alerts/alert-row.tsx'
import { filterOf, severities, statesOf, type AlertsSearch, type AlertsShow } from '../alerts/alerts-search.ts'
import { exportedAtMost, useExport } from '../alerts/use-export.ts'
import { graphql } from '../generated/gql.ts'
import type { AlertFilter, AlertSeverity } from '../generated/graphql.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ListPager } from '../ui/list-pager.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SeverityMark } from '../ui/severity.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../alerts/alerts.css'
import '../alerts/texts.ts'

const WeekView = lazy(() => import('../alerts/week-view.tsx').then((module) => ({ default: module.WeekView })))

const alertsPage = graphql(`
  query AlertsPage(
    $first: Int!
    $after: String
    $filter: AlertFilter
    $open: AlertFilter!
    $untaken: AlertFilter!
    $taken: AlertFilter!
    $snoozed: AlertFilter!
    $untakenCritical: AlertFilter!
    $selected: ID!
    $withSelected: Boolean!
  ) {
    complianceAlerts(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          severity
          dueAt
          ...AlertRow_alert
          ...AlertPane_alert
        }
      }
    }
    open: complianceAlerts(first: 1, filter: $open) {
      totalCount
    }
    untaken: complianceAlerts(first: 1, filter: $untaken) {
      totalCount
    }
    taken: complianceAlerts(first: 1, filter: $taken) {
      totalCount
    }
    snoozed: complianceAlerts(first: 1, filter: $snoozed) {
      totalCount
    }
    untakenCritical: complianceAlerts(first: 1, filter: $untakenCritical) {
      totalCount
    }
    selected: complianceAlert(id: $selected) @include(if: $withSelected) {
      id
      ...AlertPane_alert
    }
  }
`)

/** The names of all kinds of alert, which the filter offers. */
const alertKinds = graphql(`
  query AlertKinds {
    alertPreferences {
      id
      kinds {
        code
        title
      }
    }
  }
`)

const pageSize = 50

const route = getRouteApi('/shell/alerts')

/** An inbox: severity, then deadline, with the chosen alert beside the list. */
export function AlertsPage() {
  const { t } = useTranslation('alerts')
  const search = route.useSearch()
  const navigate = useNavigate()
  const show: AlertsShow = search.show ?? 'open'
  const { page: pages = [], ...withoutPage } = search
  const named = useQuery(alertKinds)
  const kinds = named.data?.alertPreferences?.kinds ?? []
  const base = filterOf(
    search,
    kinds.map(({ code }) => code),
  )
  const filter = { ...base, states: statesOf[show] }
  const { data, previousData, error, refetch } = useQuery(alertsPage, {
    // A kind in the address has to be known first: the graph refuses others.
    skip: search.code !== undefined && named.loading,
    variables: {
      first: pageSize,
      after: pages.at(-1) ?? null,
      filter,
      open: { ...base, states: statesOf.open },
      untaken: { ...base, states: statesOf.untaken },
      taken: { ...base, states: statesOf.taken },
      snoozed: { ...base, states: statesOf.snoozed },
      untakenCritical: { ...base, states: statesOf.untaken, severities: ['CRITICAL'] },
      selected: search.alert ?? '',
      withSelected: search.alert !== undefined,
    },
  })
  const shown = data ?? previousData
  const alerts = sortAlerts(shown?.complianceAlerts.edges.map(({ node }) => node) ?? [])
  const inList = alerts.find(({ id }) => id === search.alert)
  const chosen =
    inList ??
    (search.alert && data?.selected?.id === search.alert ? data.selected : undefined) ??
    (search.alert ? undefined : alerts[0])
  const position = alerts.findIndex(({ id }) => id === chosen?.id) + 1
  const list = useRef<HTMLDivElement>(null)
  const move = (by: number) => {
    const index = alerts.findIndex(({ id }) => id === chosen?.id)
    const next = alerts[Math.max(0, Math.min(alerts.length - 1, index + by))]
    if (!next) return
    void navigate({ to: '/alerts', search: { ...search, alert: next.id }, replace: true })
    list.current?.querySelector<HTMLElement>(`[data-alert="${CSS.escape(next.id)}"]`)?.focus()
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  const { alert: _alert, ...withoutAlert } = search
  const goTo = (page: string[]) =>
    void navigate({ to: '/alerts', search: { ...withoutPage, ...(page.length > 0 ? { page } : {}) } })
  const sentence = shown
    ? `${t('sentence', { count: shown.open.totalCount })} ${shown.open.totalCount > 0 ? t('untakenCritical', { count: shown.untakenCritical.totalCount }) : ''}`
    : t('loading')
  if (search.as === 'week')
    return (
      <main id="main" className="page" tabIndex={-1}>
        <PageHead title={t('title')} sentence={sentence} actions={<AlertViews search={search} filter={filter} />} />
        <AlertFilters search={search} kinds={kinds} counts={undefined} />
        <Suspense fallback={<SkeletonLines lines={9} label={t('loading')} />}>
          <WeekView search={search} filter={base} />
        </Suspense>
      </main>
    )
  return (
    <main id="main" className={search.alert ? 'inbox with-alert' : 'inbox'} tabIndex={-1}>
      <div className="inbox-list" ref={list} role="region" aria-label={t('list')} tabIndex={0}>
        <div className="inbox-head">
          <PageHead title={t('title')} sentence={sentence} actions={<AlertViews search={search} filter={filter} />} />
          <AlertFilters
            search={search}
            kinds={kinds}
            counts={
              shown && {
                open: shown.open.totalCount,
                untaken: shown.untaken.totalCount,
                taken: shown.taken.totalCount,
                snoozed: shown.snoozed.totalCount,
              }
            }
          />
          <AlertKeyHints />
        </div>
        {error && !shown ? (
          <div className="inbox-head">
            <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
          </div>
        ) : !shown ? (
          <div className="inbox-head">
            <SkeletonLines lines={9} label={t('loading')} />
          </div>
        ) : alerts.length === 0 ? (
          <NoAlerts filtered={show !== 'open' || Object.keys(base).length > 0} />
        ) : (
          severities.map((severity) => {
            const ofSeverity = alerts.filter((alert) => alert.severity === severity)
            if (ofSeverity.length === 0) return null
            return (
              <section key={severity}>
                <h2 className="severity-head">
                  <SeverityMark severity={severity} withWord small />{' '}
                  <span className="muted figures">{ofSeverity.length}</span>
                </h2>
                <ul>
                  {ofSeverity.map((alert) => (
                    <AlertRow key={alert.id} of={alert} selected={alert.id === chosen?.id} search={search} />
                  ))}
                </ul>
              </section>
            )
          })
        )}
        {shown && (pages.length > 0 || shown.complianceAlerts.pageInfo.hasNextPage) && (
          <div className="inbox-foot">
            <ListPager
              pages={pages}
              size={pageSize}
              shown={alerts.length}
              total={shown.complianceAlerts.totalCount}
              pageInfo={shown.complianceAlerts.pageInfo}
              onGo={goTo}
            />
          </div>
        )}
      </div>
      <aside className="inbox-pane" aria-label={t('pane')} tabIndex={0}>
        <ButtonLink look="quiet" size="small" className="pane-back" to="/alerts" search={withoutAlert}>
          {t('backToList')}
        </ButtonLink>
        {chosen ? (
          <AlertPane
            key={chosen.id}
            of={chosen}
            position={
              position > 0
                ? { number: position, total: shown?.complianceAlerts.totalCount ?? alerts.length }
                : undefined
            }
          />
        ) : (
          search.alert && data && <EmptyState icon={BellOff} title={t('notFound')} />
        )}
      </aside>
    </main>
  )
}

/** Severity first, then what is due soonest; without a date last. */
function sortAlerts<Alert extends { severity: AlertSeverity; dueAt: string | null }>(alerts: Alert[]): Alert[] {
  return alerts.toSorted(
    (one, other) =>
      severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
      (one.dueAt ?? '9').localeCompare(other.dueAt ?? '9'),
  )
}

function NoAlerts({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation('alerts')
  if (!filtered)
    return (
      <EmptyState icon={CircleCheck} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={BellOff}
      title={t('empty.filtered')}
      actions={
        <ButtonLink to="/alerts" search={{}}>
          {t('empty.showOpen')}
        </ButtonLink>
      }
    />
  )
}

/** List or week, and what is shown as a file. */
function AlertViews({ search, filter }: { search: AlertsSearch; filter: AlertFilter }) {
  const a = useTranslation('alerting').t
  const navigate = useNavigate()
  const { run, state } = useExport(filter)
  const { as, week: _week, page: _page, alert: _alert, ...kept } = search
  return (
    <div className="row wrap">
      <span className="tiny muted" role="status">
        {state === 'failed' ? a('export.failed') : state === 'cut' ? a('export.cut', { count: exportedAtMost }) : ''}
      </span>
      <Button
        size="small"
        icon={<Icon of={Download} small />}
        busy={state === 'busy' && a('export.busy')}
        onPress={() => void run()}
      >
        {a('export.button')}
      </Button>
      <Segmented
        label={a('view.label')}
        value={as ?? 'list'}
        choices={[
          { value: 'list', label: a('view.list') },
          { value: 'week', label: a('view.week') },
        ]}
        onChange={(chosen) =>
          void navigate({ to: '/alerts', search: chosen === 'week' ? { ...kept, as: chosen } : kept })
        }
      />
    </div>
  )
}

function AlertKeyHints() {
  const { t } = useTranslation('alerts')
  return (
    <p className="key-hints desktop-only" aria-hidden="true">
      <span>
        <kbd>J</kbd> <kbd>K</kbd> {t('keys.move')}
      </span>
      <span>
        <kbd>A</kbd> {t('keys.take')}
      </span>
      <span>
        <kbd>S</kbd> {t('keys.snooze')}
      </span>
      <span>
        <kbd>R</kbd> {t('keys.resolve')}
      </span>
      <span>
        <kbd>?</kbd> {t('keys.all')}
      </span>
    </p>
  )
}
