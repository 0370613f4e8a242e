import { useTranslation } from 'react-i18next'
import type { AuditGroup } from '../generated/graphql.ts'
import { DateField } from '../ui/date-field.tsx'
import { Select } from '../ui/select.tsx'
import { auditGroups, type AuditSearch } from './audit-search.ts'
import './texts.ts'
import './audit.css'

type Filters = Pick<AuditSearch, 'group' | 'from' | 'to'>

/** What entries are about, and between which days they were made. */
export function TrailFilters({ value, onChange }: { value: Filters; onChange: (value: Filters) => void }) {
  const { t } = useTranslation('audit')
  const change = (part: Partial<Record<keyof Filters, string | undefined>>) => {
    const { group, from, to } = { ...value, ...part }
    onChange({ ...(group ? { group: group as AuditGroup } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) })
  }
  return (
    <>
      <Select<AuditGroup | 'ALL'>
        label={t('filter.group')}
        value={value.group ?? 'ALL'}
        choices={[
          { value: 'ALL', label: t('filter.all') },
          ...auditGroups.map((group) => ({ value: group, label: t(`group.${group}`) })),
        ]}
        onChange={(group) => change({ group: group === 'ALL' ? undefined : group })}
      />
      <DateField label={t('filter.from')} optional value={value.from} onChange={(from) => change({ from })} />
      <DateField label={t('filter.to')} optional value={value.to} onChange={(to) => change({ to })} />
    </>
  )
}
