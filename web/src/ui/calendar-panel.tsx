import { parseDate, type CalendarDate } from '@internationalized/date'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar'
import { today as londonToday, type Day } from '../format/calendar-day.ts'
import { Icon } from './icon.tsx'

interface CalendarPanelProps {
  value: Day | undefined
  onChoose: (day: Day) => void
  earliest?: Day | undefined
  latest?: Day | undefined
}

/** A month to choose a day from. Loaded when it is first opened: most days are typed. */
export function CalendarPanel({ value, onChoose, earliest, latest }: CalendarPanelProps) {
  return (
    <Calendar
      autoFocus
      firstDayOfWeek="mon"
      value={value === undefined ? null : parseDate(value)}
      defaultFocusedValue={parseDate(value ?? londonToday())}
      {...(earliest ? { minValue: parseDate(earliest) } : {})}
      {...(latest ? { maxValue: parseDate(latest) } : {})}
      onChange={(date: CalendarDate) => onChoose(date.toString())}
    >
      <header className="calendar-head">
        <AriaButton slot="previous" className="button quiet small icon-only">
          <Icon of={ChevronLeft} />
        </AriaButton>
        <CalendarHeading className="calendar-month" />
        <AriaButton slot="next" className="button quiet small icon-only">
          <Icon of={ChevronRight} />
        </AriaButton>
      </header>
      <CalendarGrid className="calendar-grid">
        <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className="calendar-cell" />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  )
}
