import { useTranslation } from 'react-i18next'
import { countdownTo, urgencyOf, type Urgency } from '../format/countdown.ts'
import { today as londonToday, type Day } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { SeverityMark, severityOf } from './severity.tsx'
import './deadline.css'

/** "in 10 days", "1 day late": stands beside a date, never instead of it. */
export function CountdownWords({ day, urgency, plain }: { day: Day; urgency?: Urgency; plain?: boolean }) {
  const { t } = useTranslation()
  const today = londonToday()
  const { kind, days } = countdownTo(day, today)
  const tone = urgency ?? urgencyOf(day, today)
  const coloured = !plain && (tone === 'critical' || tone === 'high' || tone === 'medium')
  return (
    <span className={coloured ? `text-${tone}` : 'muted'}>
      {kind === 'ahead' || kind === 'late' ? t(`when.${kind}`, { count: days }) : t(`when.${kind}`)}
    </span>
  )
}

/** Severity, date, countdown and what it is, in two lines. */
export function Deadline({ day, what, urgency }: { day: Day; what?: string; urgency?: Urgency }) {
  const today = londonToday()
  const tone = urgency ?? urgencyOf(day, today)
  return (
    <span className="deadline">
      <SeverityMark severity={severityOf(tone)} />
      <span>
        <b className="unbroken">{formatDay(day, today)}</b>
        <span className="sub">
          <CountdownWords day={day} urgency={tone} />
          {what && `, ${what}`}
        </span>
      </span>
    </span>
  )
}
