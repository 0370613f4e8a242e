import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseStage } from '../generated/graphql.ts'
import { useViewer } from '../shell/viewer.tsx'
import { AddChip, OnChip } from '../ui/chip.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SortMenu } from '../ui/sort-menu.tsx'
import { steps } from '../ui/stages.ts'
import { toOrder } from './cases-filter.ts'
import { orders, type CasesSearch } from './cases-search.ts'

const stageChoices: CaseStage[] = [...steps.flat(), 'ON_HOLD', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED']

/** Search, chips and order. Each change goes to the address and starts at the first page. */
export function CaseFilters({ search }: { search: CasesSearch }) {
  const { t } = useTranslation('cases')
  const words = useTranslation('words').t
  const viewer = useViewer()
  const navigate = useNavigate()
  const change = useCallback(
    (changed: { [Name in keyof CasesSearch]?: CasesSearch[Name] | undefined }, replace = false) =>
      void navigate({ to: '/cases', search: (now) => ({ ...now, ...changed, page: undefined }), replace }),
    [navigate],
  )
  const onSearch = useCallback((find: string) => change({ find: find || undefined }, true), [change])
  const stageNames = search.stages?.map((stage) => words(`stageName.${stage}`)).join(', ')
  const centreName = viewer.centres.find((centre) => centre.id === search.centre)?.name
  return (
    <div className="cases-filters chips" role="group" aria-label={t('filters')}>
      <SearchField label={t('search')} value={search.find ?? ''} onSearch={onSearch} />
      {search.who === 'me' && (
        <OnChip name={t('filter.adviserMe')} onRemove={() => change({ who: 'all' })}>
          {t('filter.adviserMe')}
        </OnChip>
      )}
      {search.who === 'nobody' && (
        <OnChip name={t('filter.adviserNobody')} onRemove={() => change({ who: 'all' })}>
          {t('filter.adviserNobody')}
        </OnChip>
      )}
      {search.status !== 'all' && (
        <OnChip name={t('filter.open')} onRemove={() => change({ status: 'all' })}>
          {t('filter.open')}
        </OnChip>
      )}
      {stageNames && (
        <OnChip name={t('filter.stages', { names: stageNames })} onRemove={() => change({ stages: undefined })}>
          {t('filter.stages', { names: stageNames })}
        </OnChip>
      )}
      {search.due && (
        <OnChip
          name={t(search.due === 'today' ? 'filter.dueToday' : 'filter.dueWeek')}
          onRemove={() => change({ due: undefined, ...(search.view === 'due' ? { view: 'mine' } : {}) })}
        >
          {t(search.due === 'today' ? 'filter.dueToday' : 'filter.dueWeek')}
        </OnChip>
      )}
      {search.urgent && (
        <OnChip
          name={t('filter.urgent')}
          onRemove={() =>
            change({ urgent: undefined, ...(search.view === 'urgent' ? { view: undefined, who: 'all' } : {}) })
          }
        >
          {t('filter.urgent')}
        </OnChip>
      )}
      {search.tag && (
        <OnChip name={t('filter.tag', { tag: search.tag })} onRemove={() => change({ tag: undefined })}>
          {t('filter.tag', { tag: search.tag })}
        </OnChip>
      )}
      {centreName && (
        <OnChip name={t('filter.centreIs', { name: centreName })} onRemove={() => change({ centre: undefined })}>
          {t('filter.centreIs', { name: centreName })}
        </OnChip>
      )}
      {search.who === 'all' && (
        <AddChip
          single
          label={t('filter.adviser')}
          chosen={[]}
          choices={[
            { value: 'me', label: t('filter.me') },
            { value: 'nobody', label: t('filter.nobody') },
          ]}
          onChoose={([who]) => change({ who: who as 'me' | 'nobody' })}
        />
      )}
      {search.status === 'all' && (
        <AddChip
          single
          label={t('filter.status')}
          chosen={[]}
          choices={[{ value: 'open', label: t('filter.statusOpen') }]}
          onChoose={() => change({ status: undefined })}
        />
      )}
      <AddChip
        label={t('filter.stage')}
        chosen={search.stages ?? []}
        choices={stageChoices.map((stage) => ({ value: stage, label: words(`stageName.${stage}`) }))}
        onChoose={(stages) => change({ stages: stages.length > 0 ? stages : undefined })}
      />
      {!search.due && (
        <AddChip
          single
          label={t('filter.due')}
          chosen={[]}
          choices={[
            { value: 'today', label: t('filter.dueTodayShort') },
            { value: 'week', label: t('filter.dueWeekShort') },
          ]}
          onChoose={([due]) => change({ due: due as 'today' | 'week' })}
        />
      )}
      {viewer.centres.length > 1 && !search.centre && (
        <AddChip
          single
          label={t('filter.centre')}
          chosen={[]}
          choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={([centre]) => change({ centre })}
        />
      )}
      <SortMenu
        label={t('order.label')}
        value={toOrder(search)}
        choices={orders.map((order) => ({ value: order, label: t(`order.${order}`) }))}
        onChange={(order) => change({ order: order === 'MOST_URGENT' ? undefined : order })}
      />
    </div>
  )
}
