import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { AddChip, OnChip, ToggleChip } from '../ui/chip.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { noteCategories, type NotesSearch } from './notes-search.ts'

interface NoteFiltersProps {
  caseId: string
  search: NotesSearch
  counts: { all: number; high: number; followUp: number } | undefined
}

/** Which notes of the case are shown; kept in the address. */
export function NoteFilters({ caseId, search, counts }: NoteFiltersProps) {
  const { t } = useTranslation('notes')
  const navigate = useNavigate()
  const go = useCallback(
    (next: NotesSearch, replace = false) =>
      void navigate({ to: '/cases/$caseId/notes', params: { caseId }, search: next, replace }),
    [navigate, caseId],
  )
  const { page: _page, ...now } = search
  const find = useCallback(
    (text: string) => go({ ...now, ...(text ? { find: text } : { find: undefined }) } as NotesSearch, true),
    [go, JSON.stringify(now)],
  )
  const all = Object.keys(now).length === 0
  return (
    <div className="chips note-filters" role="group" aria-label={t('filters')}>
      <ToggleChip on={all} onToggle={() => go({})}>
        {t('all')} {counts?.all}
      </ToggleChip>
      <ToggleChip
        on={search.high === true}
        onToggle={() => go(search.high ? without(now, 'high') : { ...now, high: true })}
      >
        {t('highPriority')} {counts?.high}
      </ToggleChip>
      <ToggleChip
        on={search.followUp === true}
        onToggle={() => go(search.followUp ? without(now, 'followUp') : { ...now, followUp: true })}
      >
        {t('toFollowUp')} {counts?.followUp}
      </ToggleChip>
      {search.category ? (
        <OnChip name={t(`categoryShort.${search.category}`)} onRemove={() => go(without(now, 'category'))}>
          {t(`categoryShort.${search.category}`)}
        </OnChip>
      ) : (
        <AddChip
          single
          label={t('filterKind')}
          chosen={[]}
          choices={noteCategories.map((category) => ({ value: category, label: t(`categoryShort.${category}`) }))}
          onChoose={([category]) => go({ ...now, ...(category ? { category } : {}) })}
        />
      )}
      {search.tag && (
        <OnChip name={t('tagIs', { tag: search.tag })} onRemove={() => go(without(now, 'tag'))}>
          {t('tagIs', { tag: search.tag })}
        </OnChip>
      )}
      <SearchField label={t('search')} value={search.find ?? ''} onSearch={find} />
    </div>
  )
}

function without(search: NotesSearch, name: keyof NotesSearch): NotesSearch {
  const { [name]: _dropped, ...rest } = search
  return rest
}
