import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { BellOff, CircleCheck } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AlertPane } from '../alerts/alert-pane.tsx'
import { AlertRow } from '../alerts/alert-row.tsx'
import { shows, type AlertsSearch, type AlertsShow } from '../alerts/alerts-search.ts'
import { graphql } from '../generated/gql.ts'
import type { AlertFilter, AlertSeverity, AlertState } from '../generated/graphql.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { useViewer } from '../shell/viewer.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { AddChip, OnChip, ToggleChip } from '../ui/chip.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Pager } from '../ui/pager.tsx'
import { SeverityMark } from '../ui/severity.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../alerts/alerts.css'

const alertsPage = graphql(`
  query AlertsPage(
    $first: Int!
    $after: String
    $filter: AlertFilter
    $open: AlertFilter!
    $untaken: AlertFilter!
    $taken: AlertFilter!
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
    untakenCritical: complianceAlerts(first: 1, filter: $untakenCritical) {
      totalCount
    }
    selected: complianceAlert(id: $selected) @include(if: $withSelected) {
      id
      ...AlertPane_alert
    }
  }
`)

const pageSize = 50
const severities: AlertSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']
const statesOf: Record<AlertsShow, AlertState[]> = {
  open: ['OPEN', 'ESCALATED', 'ACKNOWLEDGED', 'SNOOZED'],
  untaken: ['OPEN', 'ESCALATED'],
  taken: ['ACKNOWLEDGED', 'SNOOZED'],
  resolved: ['RESOLVED', 'EXPIRED'],
}

const route = getRouteApi('/shell/alerts')

/** An inbox: severity, then deadline, with the chosen alert beside the list. */
export function AlertsPage() {
  const { t } = useTranslation('alerts')
  const search = route.useSearch()
  const navigate = useNavigate()
  const show: AlertsShow = search.show ?? 'open'
  const { page: pages = [], ...withoutPage } = search
  const base: AlertFilter = search.centre ? { centreId: search.centre } : {}
  const { data, previousData, error, refetch } = useQuery(alertsPage, {
    variables: {
      first: pageSize,
      after: pages.at(-1) ?? null,
      filter: { ...base, states: statesOf[show], ...(search.severity ? { severities: [search.severity] } : {}) },
      open: { ...base, states: statesOf.open },
      untaken: { ...base, states: statesOf.untaken },
      taken: { ...base, states: statesOf.taken },
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
  const after = shown?.complianceAlerts.pageInfo.endCursor
  const goTo = (page: string[]) =>
    void navigate({ to: '/alerts', search: { ...withoutPage, ...(page.length > 0 ? { page } : {}) } })
  const sentence = shown
    ? `${t('sentence', { count: shown.open.totalCount })} ${shown.open.totalCount > 0 ? t('untakenCritical', { count: shown.untakenCritical.totalCount }) : ''}`
    : t('loading')
  return (
    <main id="main" className={search.alert ? 'inbox with-alert' : 'inbox'} tabIndex={-1}>
      <div className="inbox-list" ref={list} role="region" aria-label={t('list')} tabIndex={0}>
        <div className="inbox-head">
          <PageHead title={t('title')} sentence={sentence} actions={<AlertKeyHints />} />
          <AlertFilters
            search={search}
            show={show}
            counts={
              shown && { open: shown.open.totalCount, untaken: shown.untaken.totalCount, taken: shown.taken.totalCount }
            }
          />
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
          <NoAlerts filtered={show !== 'open' || Boolean(search.severity) || Boolean(search.centre)} />
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
            <Pager
              before={pages.length * pageSize}
              shown={alerts.length}
              total={shown.complianceAlerts.totalCount}
              onEarlier={pages.length > 0 ? () => goTo(pages.slice(0, -1)) : undefined}
              onLater={shown.complianceAlerts.pageInfo.hasNextPage && after ? () => goTo([...pages, after]) : undefined}
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

function AlertFilters({
  search,
  show,
  counts,
}: {
  search: AlertsSearch
  show: AlertsShow
  counts: Partial<Record<AlertsShow, number>> | undefined
}) {
  const { t } = useTranslation('alerts')
  const words = useTranslation('words').t
  const viewer = useViewer()
  const navigate = useNavigate()
  const go = (next: AlertsSearch) => void navigate({ to: '/alerts', search: next })
  const { page: _page, alert: _alert, ...kept } = search
  const without = (name: keyof AlertsSearch): AlertsSearch =>
    Object.fromEntries(Object.entries(kept).filter(([key]) => key !== name))
  const centre = viewer.centres.find(({ id }) => id === search.centre)
  return (
    <div className="chips scrolling" role="group" aria-label={t('filters')}>
      {shows.map((value) => (
        <ToggleChip
          key={value}
          on={value === show}
          onToggle={() => go(value === 'open' ? without('show') : { ...kept, show: value })}
        >
          {t(`show.${value}`)} {counts?.[value]}
        </ToggleChip>
      ))}
      {search.severity ? (
        <OnChip name={words(`severity.${search.severity}`)} onRemove={() => go(without('severity'))}>
          {words(`severity.${search.severity}`)}
        </OnChip>
      ) : (
        <AddChip
          single
          label={t('severity')}
          chosen={[]}
          choices={severities.map((value) => ({ value, label: words(`severity.${value}`) }))}
          onChoose={([severity]) => go({ ...kept, ...(severity ? { severity } : {}) })}
        />
      )}
      {centre && (
        <OnChip name={centre.name} onRemove={() => go(without('centre'))}>
          {centre.name}
        </OnChip>
      )}
      {!centre && viewer.centres.length > 1 && (
        <AddChip
          single
          label={t('centre')}
          chosen={[]}
          choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={([id]) => go({ ...kept, ...(id ? { centre: id } : {}) })}
        />
      )}
    </div>
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

function AlertKeyHints() {
  const { t } = useTranslation('alerts')
  return (
    <p className="key-hints desktop-only" aria-hidden="true">
      <span>
        <kbd>J</kbd> <kbd>K</kbd> {t('keys.move')}
      </span>
    </p>
  )
}
