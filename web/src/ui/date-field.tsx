import { parseDate, type CalendarDate } from '@internationalized/date'
import { Calendar as CalendarIcon, ChevronLeft, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell, CalendarHeading } from 'react-aria-components/Calendar'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { today as londonToday, type Day } from '../format/calendar-day.ts'
import { formatRecordedDay } from '../format/dates.ts'
import { parseDay } from '../format/parse-day.ts'
import { Icon } from './icon.tsx'
import { TextField } from './text-field.tsx'
import './date-field.css'

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
export function DateField({ label, value, onChange, error, hint, optional, earliest, latest, inputId }: DateFieldProps) {
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

function CalendarButton({ value, onChoose, earliest, latest }: { value: Day | undefined; onChoose: (day: Day) => void; earliest?: Day | undefined; latest?: Day | undefined }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <AriaButton className="button quiet small icon-only" aria-label={t('openCalendar')}>
        <Icon of={CalendarIcon} />
      </AriaButton>
      <Popover className="popover calendar-popover" placement="bottom end">
        <Dialog aria-label={t('openCalendar')} className="calendar-dialog">
          <I18nProvider locale="en-GB">
            <Calendar
              autoFocus
              firstDayOfWeek="mon"
              value={value === undefined ? null : parseDate(value)}
              defaultFocusedValue={parseDate(value ?? londonToday())}
              {...(earliest ? { minValue: parseDate(earliest) } : {})}
              {...(latest ? { maxValue: parseDate(latest) } : {})}
              onChange={(date: CalendarDate) => {
                onChoose(date.toString())
                setOpen(false)
              }}
            >
              <header className="calendar-head">
                <AriaButton slot="previous" className="button quiet small icon-only"><Icon of={ChevronLeft} /></AriaButton>
                <CalendarHeading className="calendar-month" />
                <AriaButton slot="next" className="button quiet small icon-only"><Icon of={ChevronRight} /></AriaButton>
              </header>
              <CalendarGrid className="calendar-grid">
                <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
                <CalendarGridBody>{(date) => <CalendarCell date={date} className="calendar-cell" />}</CalendarGridBody>
              </CalendarGrid>
            </Calendar>
          </I18nProvider>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
