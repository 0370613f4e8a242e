import { Calendar as CalendarIcon } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { today as londonToday, type Day } from '../format/calendar-day.ts'
import { formatRecordedDay } from '../format/dates.ts'
import { parseDay } from '../format/parse-day.ts'
import { Icon } from './icon.tsx'
import { TextField } from './text-field.tsx'
import './date-field.css'

const CalendarPanel = lazy(() => import('./calendar-panel.tsx').then((module) => ({ default: module.CalendarPanel })))

interface DateFieldProps {
  label: ReactNode
  value: Day | undefined
  onChange: (day: Day | undefined) => void
  /** What the form says is wrong with the day. */
  error?: ReactNode
  hint?: ReactNode
  optional?: boolean
  /** Days before this can't be chosen. */
  earliest?: Day
  latest?: Day
  inputId?: string
}

/** Typed first (`4 12 2026`, `fri`, `+3`), the calendar second; shows `Fri 4 Dec 2026`. */
export function DateField({
  label,
  value,
  onChange,
  error,
  hint,
  optional,
  earliest,
  latest,
  inputId,
}: DateFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState<string>()
  const [misread, setMisread] = useState<string>()
  const shown = text ?? (value === undefined ? '' : formatRecordedDay(value))

  const settle = () => {
    if (text === undefined) return
    const day = parseDay(text, londonToday())
    if (text.trim() !== '' && day === undefined) return setMisread(t('dateWrong'))
    if (day !== undefined && earliest !== undefined && day < earliest) return setMisread(t('dateFuture'))
    setMisread(undefined)
    setText(undefined)
    onChange(day)
  }
  const choose = (day: Day) => {
    setText(undefined)
    setMisread(undefined)
    onChange(day)
  }
  return (
    <TextField
      label={label}
      hint={hint}
      error={misread ?? error}
      optional={optional}
      inputId={inputId}
      value={shown}
      onChange={(typed) => {
        setText(typed)
        // Understood while it is typed, so that a form sent with Ctrl Enter has the day.
        const day = parseDay(typed, londonToday())
        if (typed.trim() === '' || (day !== undefined && (earliest === undefined || day >= earliest))) {
          setMisread(undefined)
          onChange(day)
        }
      }}
      onBlur={settle}
      end={<CalendarButton value={value} onChoose={choose} earliest={earliest} latest={latest} />}
    />
  )
}

function CalendarButton({
  value,
  onChoose,
  earliest,
  latest,
}: {
  value: Day | undefined
  onChoose: (day: Day) => void
  earliest?: Day | undefined
  latest?: Day | undefined
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <AriaButton className="button quiet small icon-only" aria-label={t('openCalendar')}>
        <Icon of={CalendarIcon} />
      </AriaButton>
      <Popover className="popover calendar-popover" placement="bottom end">
        <Dialog aria-label={t('openCalendar')} className="calendar-dialog">
          <Suspense>
            <CalendarPanel
              value={value}
              earliest={earliest}
              latest={latest}
              onChoose={(day) => {
                onChoose(day)
                setOpen(false)
              }}
            />
          </Suspense>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
