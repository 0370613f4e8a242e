import { useTranslation } from 'react-i18next'
import { Checkbox } from '../ui/checkbox.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { recentQuarters, type FormValues } from './form-values.ts'
import { PersonField } from './person-field.tsx'
import type { Field } from './register-commands.ts'

/** One field of a command's form, whatever its kind. */
export function FormField({
  field,
  values,
  centreId,
  onChange,
  error,
}: {
  field: Field
  values: FormValues
  centreId: string
  onChange: (name: string, value: FormValues[string]) => void
  error?: string | undefined
}) {
  const { t } = useTranslation('registers')
  const words = useTranslation('words').t
  const value = values[field.name]
  const text = typeof value === 'string' ? value : ''
  const label = t(`field.${field.name}` as never) as string
  const hint = t(`hint.${field.name}` as never, { defaultValue: '' }) as string
  const change = (given: FormValues[string]) => onChange(field.name, given)
  const shared = { label, error, ...(hint && { hint }), ...(field.optional && { optional: true }) }
  switch (field.kind) {
    case 'text':
    case 'number':
    case 'pounds':
    case 'case':
      return (
        <TextField
          {...shared}
          value={text}
          onChange={change}
          {...(field.kind === 'number' || field.kind === 'pounds' ? { inputMode: 'decimal' } : {})}
        />
      )
    case 'lines':
    case 'actions':
      return <TextField {...shared} lines={4} value={text} onChange={change} />
    case 'day':
      return (
        <DateField
          {...shared}
          hint={hint || words('dateHint')}
          value={text || undefined}
          onChange={(day) => change(day)}
        />
      )
    case 'time':
      return (
        <div className="form-pair">
          <DateField
            {...shared}
            hint={hint || words('dateHint')}
            value={text || undefined}
            onChange={(day) => change(day)}
          />
          <TextField
            label={t('time')}
            hint={t('timeHint')}
            optional
            value={String(values[`${field.name}.time`] ?? '')}
            onChange={(given) => onChange(`${field.name}.time`, given)}
          />
        </div>
      )
    case 'quarter':
      return (
        <Select
          label={label}
          value={text || recentQuarters()[0]!}
          choices={recentQuarters().map((quarter) => ({ value: quarter, label: quarter }))}
          onChange={change}
          error={error}
        />
      )
    case 'choice':
      return (
        <Select
          label={label}
          value={text}
          choices={field.values.map((one) => ({ value: one, label: t(`${field.group}.${one}` as never) as string }))}
          onChange={change}
          error={error}
        />
      )
    case 'yesNo':
      return (
        <Select
          label={label}
          value={text}
          choices={(['YES', 'NO'] as const).map((one) => ({ value: one, label: t(`yesNo.${one}`) }))}
          onChange={change}
          error={error}
        />
      )
    case 'person':
      return (
        <PersonField
          label={field.optional ? `${label} ${words('optional')}` : label}
          centreId={centreId}
          value={text || null}
          onChange={(id) => change(id ?? undefined)}
          error={error}
        />
      )
    case 'ticks': {
      const ticked = Array.isArray(value) ? value : []
      return (
        <fieldset className={error ? 'ticks field wrong' : 'ticks field'}>
          <legend className="label">{label}</legend>
          {error && <p className="error">{error}</p>}
          {field.values.map((one) => (
            <Checkbox
              key={one}
              isSelected={ticked.includes(one)}
              onChange={(on) => change(on ? [...ticked, one] : ticked.filter((other) => other !== one))}
            >
              {t(`${field.group}.${one}` as never) as string}
            </Checkbox>
          ))}
        </fieldset>
      )
    }
  }
}
