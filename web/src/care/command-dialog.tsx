import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select, type Choice } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import './texts.ts'

type Value = string | boolean | undefined

/** One field of a command's input. A `day` is today unless said; `pounds` are sent as integer pence. */
export interface Field {
  name: string
  kind: 'day' | 'line' | 'text' | 'choice' | 'check' | 'pounds'
  label: string
  hint?: string
  optional?: boolean
  choices?: Choice<string>[]
  initial?: Value
}

interface CommandDialogProps<Input> {
  title: string
  intro?: string
  submit: string
  command: TypedDocumentNode<Record<string, unknown>, { input: Input } & OperationVariables>
  /** What is known without asking. */
  about: Record<string, unknown>
  fields: Field[]
  onDone?: () => void
  onClose: () => void
}

const pounds = /^£?\s*(\d{1,7})(?:[.,](\d{1,2}))?$/

/** A form for a command whose input is a few plain fields. */
export function CommandDialog<Input extends { idempotencyKey?: string | null }>({
  title,
  intro,
  submit,
  command,
  about,
  fields,
  onDone,
  onClose,
}: CommandDialogProps<Input>) {
  const { t } = useTranslation('care')
  const [values, setValues] = useState<Record<string, Value>>(() =>
    Object.fromEntries(fields.map((field) => [field.name, initialOf(field)])),
  )
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const { run, busy, refusal } = useCommand(command)
  const set = (name: string, value: Value) => setValues((before) => ({ ...before, [name]: value }))

  const send = async () => {
    const problems: Record<string, string> = {}
    const input: Record<string, unknown> = { ...about }
    for (const { name, kind, optional } of fields) {
      const value = values[name]
      const typed = typeof value === 'string' ? value.trim() : value
      if (typed === undefined || typed === '') {
        if (!optional) problems[name] = kind === 'day' ? t('missingDay') : t('missing')
      } else if (kind === 'pounds') {
        const amount = pounds.exec(String(typed))
        if (amount) input[name] = Number(amount[1]) * 100 + Number((amount[2] ?? '').padEnd(2, '0'))
        else problems[name] = t('noAmount')
      } else input[name] = typed
    }
    setWrong(problems)
    if (Object.keys(problems).length > 0) return
    if (!(await run(input as Omit<Input, 'idempotencyKey'>))) return
    onDone?.()
    onClose()
  }
  const isShown = (name: string | null) => fields.some((field) => field.name === name)
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      intro={intro}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('saving', { ns: 'words' })} onPress={() => void send()}>
            {submit}
          </Button>
        </>
      }
    >
      <div className="form">
        {refusal && !isShown(refusal.field) && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        {fields.map((field) => (
          <OneField
            key={field.name}
            field={field}
            value={values[field.name]}
            onChange={(value) => set(field.name, value)}
            error={wrong[field.name] ?? refusalOf(refusal, field.name)}
          />
        ))}
      </div>
    </Dialog>
  )
}

function initialOf({ kind, initial, choices, optional }: Field): Value {
  if (initial !== undefined) return initial
  if (kind === 'day') return optional ? undefined : londonToday()
  if (kind === 'check') return false
  return kind === 'choice' ? choices?.[0]?.value : ''
}

function OneField({
  field: { kind, label, hint, optional, choices = [] },
  value,
  onChange,
  error,
}: {
  field: Field
  value: Value
  onChange: (value: Value) => void
  error: string | undefined
}) {
  const { t } = useTranslation()
  const text = typeof value === 'string' ? value : ''
  if (kind === 'choice')
    return <Select label={label} hint={hint} value={text} choices={choices} onChange={onChange} error={error} />
  if (kind === 'check')
    return (
      <Checkbox isSelected={value === true} onChange={onChange} hint={hint}>
        {label}
      </Checkbox>
    )
  if (kind === 'day')
    return (
      <DateField
        label={label}
        hint={hint ?? t('dateHint')}
        {...(optional ? { optional } : {})}
        value={text === '' ? undefined : text}
        onChange={onChange}
        error={error}
      />
    )
  return (
    <TextField
      label={label}
      hint={hint}
      {...(optional ? { optional } : {})}
      {...(kind === 'text' ? { lines: 4 } : {})}
      value={text}
      onChange={onChange}
      error={error}
    />
  )
}
