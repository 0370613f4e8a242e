import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrowDown, Plus, Search } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CaseFilters } from '../cases/case-filters.tsx'
import { CaseCard, CaseRow } from '../cases/case-row.tsx'
import { CaseViews } from '../cases/case-views.tsx'
import { effective, pageSize, toFilter, toOrder, viewFilters, viewsFor } from '../cases/cases-filter.ts'
import { today as londonToday } from '../format/calendar-day.ts'
import { graphql } from '../generated/gql.ts'
import { openDialog } from '../shell/open-dialog.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ListPager } from '../ui/list-pager.tsx'
import { CouldNotLoad, EmptyState, Skeleton } from '../ui/states.tsx'
import '../cases/case-list.css'
import '../ui/table.css'

const RestrictedCase = lazy(() =>
  import('../cases/restricted-case.tsx').then((module) => ({ default: module.RestrictedCase })),
)

const casesPage = graphql(`
  query CasesPage(
    $first: Int!
    $after: String
    $search: String
    $filter: CaseFilter
    $orderBy: CaseOrder!
    $mine: CaseFilter!
    $due: CaseFilter!
    $urgent: CaseFilter!
    $unassigned: CaseFilter!
    $centre: CaseFilter!
  ) {
    cases(first: $first, after: $after, search: $search, filter: $filter, orderBy: $orderBy) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          ...CaseRow_case
        }
      }
    }
    mine: cases(first: 1, filter: $mine) {
      totalCount
    }
    due: cases(first: 1, filter: $due) {
      totalCount
    }
    urgent: cases(first: 1, filter: $urgent) {
      totalCount
    }
    unassigned: cases(first: 1, filter: $unassigned) {
      totalCount
    }
    centre: cases(first: 1, filter: $centre) {
      totalCount
    }
  }
`)

const route = getRouteApi('/shell/cases')

/** "Whom do I deal with first?": most urgent first, never alphabetical. */
export function CasesPage() {
  const { t } = useTranslation('cases')
  const viewer = useViewer()
  const search = effective(route.useSearch(), viewer)
  const navigate = useNavigate()
  const today = londonToday()
  const pages = search.page ?? []
  const countOf = (view: Parameters<typeof viewFilters>[0]) => toFilter(viewFilters(view), today)
  const { data, previousData, error, loading, refetch } = useQuery(casesPage, {
    variables: {
      first: pageSize,
      after: pages.at(-1) ?? null,
      search: search.find ?? null,
      filter: toFilter(search, today),
      orderBy: toOrder(search),
      mine: countOf('mine'),
      due: countOf('due'),
      urgent: countOf('urgent'),
      unassigned: countOf('unassigned'),
      centre: countOf('centre'),
    },
  })
  // While the next answer is on its way the last one stays: no spinner over a page that has content.
  const shown = data ?? previousData
  const rows = shown?.cases.edges.map(({ node }) => node) ?? []
  const counts = shown && {
    mine: shown.mine.totalCount,
    due: shown.due.totalCount,
    urgent: shown.urgent.totalCount,
    unassigned: shown.unassigned.totalCount,
    centre: shown.centre.totalCount,
  }
  const { chosen, setChosen, list } = useRowKeys(rows.length)
  const goTo = (page: string[]) =>
    void navigate({ to: '/cases', search: (now) => ({ ...now, page: page.length > 0 ? page : undefined }) })
  const own = offers.ownCases(viewer)
  const sentence = counts
    ? `${own ? t('yours', { count: counts.mine }) : t('all', { count: counts.centre })} ${t('cannotWait', { count: counts.urgent })}`
    : t('loading')
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={t('title')}
        sentence={sentence}
        actions={
          offers.openCase(viewer) && (
            <Button look="primary" icon={<Icon of={Plus} />} shortcut="C" onPress={() => openDialog.set('new-case')}>
              {t('new')}
            </Button>
          )
        }
      />
      <CaseViews views={viewsFor(viewer)} current={search.view} counts={counts ?? {}} />
      <CaseFilters search={search} />
      {error && !shown ? (
        <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
      ) : shown && rows.length === 0 ? (
        <section className="card">
          <NoCases
            find={search.find}
            view={t(`views.${search.view}`)}
            plain={pages.length === 0 && !search.find && search.view === 'mine' && !search.stages}
          />
        </section>
      ) : (
        <div ref={list} aria-busy={loading}>
          <div className="card table-card has-cards">
            <table className="table two-line case-table">
              <CaseTableHead byUrgency={toOrder(search) === 'MOST_URGENT'} />
              <tbody>
                {shown
                  ? rows.map((row, index) => (
                      <CaseRow key={row.id} of={row} chosen={index === chosen} onChoose={() => setChosen(index)} />
                    ))
                  : Array.from({ length: 9 }, (_, index) => <SkeletonRow key={index} index={index} />)}
              </tbody>
            </table>
          </div>
          <ul className="card-list">
            {rows.map((row) => (
              <CaseCard key={row.id} of={row} />
            ))}
          </ul>
        </div>
      )}
      {shown && rows.length > 0 && (
        <div className="list-foot">
          <ListPager
            pages={pages}
            size={pageSize}
            shown={rows.length}
            total={shown.cases.totalCount}
            pageInfo={shown.cases.pageInfo}
            onGo={goTo}
          />
          <KeyHints />
        </div>
      )}
    </main>
  )
}

/** J and K move, Enter opens: the link of the chosen row gets the focus. */
function useRowKeys(length: number) {
  const [chosen, setChosen] = useState(-1)
  const list = useRef<HTMLDivElement>(null)
  const move = (by: number) => {
    const next = Math.max(0, Math.min(length - 1, chosen + by))
    setChosen(next)
    list.current?.querySelectorAll<HTMLElement>('[data-row-link]')[next]?.focus()
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  return { chosen, setChosen, list }
}

function CaseTableHead({ byUrgency }: { byUrgency: boolean }) {
  const { t } = useTranslation('cases')
  return (
    <thead>
      <tr>
        <th scope="col">{t('column.client')}</th>
        <th scope="col">{t('column.stage')}</th>
        <th scope="col">{t('column.compliance')}</th>
        <th scope="col" {...(byUrgency ? { 'aria-sort': 'descending' as const } : {})}>
          <span className="row">
            {t('column.deadline')} {byUrgency && <Icon of={ArrowDown} small />}
          </span>
        </th>
        <th scope="col">{t('column.last')}</th>
      </tr>
    </thead>
  )
}

function SkeletonRow({ index }: { index: number }) {
  return (
    <tr>
      <td>
        <div className="stack">
          <Skeleton width={140 + ((index * 37) % 90)} />
          <Skeleton width={94} />
        </div>
      </td>
      {[90, 66, 130, 118].map((width) => (
        <td key={width}>
          <Skeleton width={width} />
        </td>
      ))}
    </tr>
  )
}

function NoCases({ find, view, plain }: { find: string | undefined; view: string; plain: boolean }) {
  const { t } = useTranslation('cases')
  if (plain) {
    return (
      <EmptyState
        icon={Search}
        title={t('empty.title')}
        actions={
          <ButtonLink to="/cases" search={{ view: 'unassigned' }}>
            {t('empty.see')}
          </ButtonLink>
        }
      >
        {t('empty.text')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Search}
      title={find ? t('empty.noneFound', { find }) : t('empty.noneFoundPlain')}
      actions={
        <>
          <ButtonLink to="/cases" search={{ view: 'centre', ...(find ? { find } : {}) }}>
            {t('empty.everywhere')}
          </ButtonLink>
          <ButtonLink to="/cases" search={{}}>
            {t('filter.clear')}
          </ButtonLink>
        </>
      }
    >
      {t('empty.noneFoundText', { view })}
      {find && isReference(find) && (
        <Suspense>
          <RestrictedCase of={find} />
        </Suspense>
      )}
    </EmptyState>
  )
}

/** Whoever has a letter before them types its reference. */
const isReference = (text: string) => /^\s*CMA-\d{4}-\d{6,}\s*$/i.test(text)

function KeyHints() {
  const { t } = useTranslation('cases')
  return (
    <p className="key-hints" aria-hidden="true">
      <span>
        <kbd>J</kbd> <kbd>K</kbd> {t('keys.move')}
      </span>
      <span>
        <kbd>Enter</kbd> {t('keys.open')}
      </span>
      <span>
        <kbd>C</kbd> {t('keys.new')}
      </span>
      <span>
        <kbd>?</kbd> {t('keys.all')}
      </span>
    </p>
  )
}
