import { Check, Circle, Clock, Minus, OctagonAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay } from '../format/calendar-day.ts'
import { formatRecordedDay, formatTime } from '../format/dates.ts'
import type { Force } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import { CountdownWords } from '../ui/deadline.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Icon } from '../ui/icon.tsx'
import './registers.css'

export interface ClockDeadline {
  code: string
  text: string
  dueAt: string
  force: Force
  ruleReference: string
  verified: boolean
  metAt: string | null
  stopped: boolean
  milestone: boolean
  overdue: boolean
}

/** What happened, with the day; in order with the deadlines. */
export interface ClockEvent {
  at: string
  text: string
}

/** A matter's clock from its beginning on: what happened, what is due, and by whose force. */
export function ClockCard({
  deadlines,
  events,
}: {
  deadlines: ClockDeadline[]
  events: (ClockEvent | false | null)[]
}) {
  const { t } = useTranslation('registers')
  const entries = [
    ...events.filter((event) => event !== false && event !== null).map((event) => ({ at: event.at, event })),
    ...deadlines.map((deadline) => ({ at: deadline.dueAt, deadline })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return (
    <Card title={t('clock')} flush>
      <ol className="clock">
        {entries.map((entry) =>
          'event' in entry ? (
            <li key={`${entry.at} ${entry.event.text}`} className="clock-event">
              <Icon of={Circle} small />
              <span>
                <b>{entry.event.text}</b>
                <span className="sub">
                  <When at={entry.at} />
                </span>
              </span>
            </li>
          ) : (
            <DeadlineEntry key={entry.deadline.code} deadline={entry.deadline} />
          ),
        )}
      </ol>
    </Card>
  )
}

function DeadlineEntry({ deadline }: { deadline: ClockDeadline }) {
  const { t } = useTranslation('registers')
  const { metAt, stopped, overdue, dueAt } = deadline
  const [now] = useState(() => Date.now())
  const passed = deadline.milestone && Date.parse(dueAt) < now
  const icon = metAt ? Check : stopped || passed ? Minus : overdue ? OctagonAlert : Clock
  const state = metAt
    ? Date.parse(metAt) > Date.parse(dueAt)
      ? 'metLate'
      : 'met'
    : stopped
      ? 'stopped'
      : overdue
        ? 'overdue'
        : passed
          ? 'passed'
          : undefined
  return (
    <li
      className={
        overdue ? 'clock-deadline late' : metAt || stopped || passed ? 'clock-deadline over' : 'clock-deadline'
      }
    >
      <Icon of={icon} small />
      <span>
        {deadline.text} <ForceBadge force={deadline.force} />
        <span className="sub">
          <When at={dueAt} exact={deadline.code.startsWith('BREACH')} />
          {', '}
          {state ? t(`clockState.${state}`) : <CountdownWords day={londonDay(dueAt)} />}
          {', '}
          {deadline.ruleReference}
          {!deadline.verified && <span className="muted"> ({t('notVerified')})</span>}
        </span>
      </span>
    </li>
  )
}

function When({ at, exact }: { at: string; exact?: boolean }) {
  const day = at.length === 10 ? at : londonDay(at)
  return (
    <time dateTime={at} className="unbroken">
      {formatRecordedDay(day)}
      {exact && ` ${formatTime(at)}`}
    </time>
  )
}

/** The deadline that comes next, for a list. */
export function NextDeadline({ of }: { of: Pick<ClockDeadline, 'text' | 'dueAt' | 'force' | 'overdue'> | null }) {
  const { t } = useTranslation('registers')
  if (!of) return <span className="muted">{t('nothingDue')}</span>
  const day = londonDay(of.dueAt)
  return (
    <span className="next-deadline">
      <b className={of.overdue ? 'text-critical unbroken' : 'unbroken'}>{formatRecordedDay(day)}</b>{' '}
      <ForceBadge force={of.force} />
      <span className="sub">
        <CountdownWords day={day} {...(of.overdue ? { urgency: 'critical' as const } : {})} />, {of.text}
      </span>
    </span>
  )
}
