import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AlertCode } from '../generated/graphql.ts'
import { useViewer } from '../shell/viewer.tsx'
import { AddChip, OnChip, ToggleChip } from '../ui/chip.tsx'
import type { Choice } from '../ui/select.tsx'
import { forces, severities, shows, type AlertsSearch, type AlertsShow } from './alerts-search.ts'
import './texts.ts'

/** AND between the chips; each stands in the address, so a view can be kept and sent. */
export function AlertFilters({
  search,
  counts,
  kinds,
}: {
  search: AlertsSearch
  counts: Partial<Record<AlertsShow, number>> | undefined
  kinds: Array<{ code: AlertCode; title: string }>
}) {
  const { t } = useTranslation('alerts')
  const a = useTranslation('alerting').t
  const words = useTranslation('words').t
  const viewer = useViewer()
  const navigate = useNavigate()
  const go = (next: AlertsSearch) => void navigate({ to: '/alerts', search: next })
  const show: AlertsShow = search.show ?? 'open'
  const { page: _page, alert: _alert, ...kept } = search
  const without = (name: keyof AlertsSearch): AlertsSearch =>
    Object.fromEntries(Object.entries(kept).filter(([key]) => key !== name))
  return (
    <div className="chips scrolling" role="group" aria-label={t('filters')}>
      {search.as !== 'week' &&
        shows.map((value) => (
          <ToggleChip
            key={value}
            on={value === show}
            onToggle={() => go(value === 'open' ? without('show') : { ...kept, show: value })}
          >
            {t(`show.${value}`)} {counts?.[value]}
          </ToggleChip>
        ))}
      <FilterChip
        label={t('severity')}
        value={search.severity}
        choices={severities.map((value) => ({ value, label: words(`severity.${value}`) }))}
        onChange={(severity) => go(severity ? { ...kept, severity } : without('severity'))}
      />
      <FilterChip
        label={a('force')}
        value={search.force}
        choices={forces.map((value) => ({ value, label: a(`forces.${value}`) }))}
        onChange={(force) => go(force ? { ...kept, force } : without('force'))}
      />
      <FilterChip
        label={a('kind')}
        value={search.code}
        choices={kinds.map(({ code, title }) => ({ value: code, label: title }))}
        onChange={(code) => go(code ? { ...kept, code } : without('code'))}
      />
      {viewer.centres.length > 1 && (
        <FilterChip
          label={t('centre')}
          value={search.centre}
          choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(centre) => go(centre ? { ...kept, centre } : without('centre'))}
        />
      )}
    </div>
  )
}

/** A filter that is off, with a menu of its values, or on, with its value and a cross. */
function FilterChip<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: Value | undefined
  choices: Choice<Value>[]
  onChange: (value: Value | undefined) => void
}) {
  const chosen = choices.find((choice) => choice.value === value)
  if (chosen)
    return (
      <OnChip name={chosen.label} onRemove={() => onChange(undefined)}>
        {chosen.label}
      </OnChip>
    )
  if (choices.length === 0) return null
  return <AddChip single label={label} chosen={[]} choices={choices} onChoose={([first]) => onChange(first)} />
}
