import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { HistoryEntry_EventFragment } from '../generated/graphql.ts'
import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatDay, formatTime } from '../format/dates.ts'
import { factPairs, knownAction, plainAction } from './describe-action.ts'
import './history.css'
import './texts.ts'

export const historyEntry = graphql(`
  fragment HistoryEntry_event on AuditEvent {
    id
    sequence
    occurredAt
    actor {
      id
      name
    }
    actorKind
    action
    facts
    entities {
      type
      id
    }
    hash
  }
`)

type Row = { id: string; occurredAt: string } & FragmentType<HistoryEntry_EventFragment>

/** Entries of the ledger under the day they were made on, as they come; `withCase` where they are of several cases. */
export function HistoryEntries({ events, withCase }: { events: readonly Row[]; withCase?: boolean }) {
  const days = Map.groupBy(events, (event) => londonDay(event.occurredAt))
  return [...days].map(([day, ofDay]) => (
    <section key={day} className="history-day">
      <h3>{formatDay(day, londonToday())}</h3>
      <ol>
        {ofDay.map((event) => (
          <HistoryEntry key={event.id} of={event} withCase={withCase} />
        ))}
      </ol>
    </section>
  ))
}

function HistoryEntry({
  of,
  withCase,
}: {
  of: FragmentType<HistoryEntry_EventFragment>
  withCase: boolean | undefined
}) {
  const { t } = useTranslation('history')
  const words = useTranslation('words').t
  const { data: event, complete } = useFragment({
    fragment: historyEntry,
    fragmentName: 'HistoryEntry_event',
    from: of,
  })
  if (!complete) return null
  const known = knownAction(event.action)
  const facts = factPairs(event.facts)
  const caseId = withCase ? event.entities.find(({ type }) => type === 'Case')?.id : undefined
  const who = event.actor?.name ?? (event.actorKind === 'SYSTEM' ? words('platform') : words('somebody'))
  return (
    <li className="history-entry">
      <time className="muted tiny figures" dateTime={event.occurredAt}>
        {formatTime(event.occurredAt)}
      </time>
      <div>
        <b>{who}</b> {known ? t(`action.${known}`) : plainAction(event.action)}
        {caseId && (
          <>
            {' · '}
            <Link to="/cases/$caseId" params={{ caseId }}>
              {t('toCase')}
            </Link>
          </>
        )}
        {facts.length > 0 && <p className="sub">{facts.map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>}
      </div>
      <span className="muted tiny figures history-seal">
        {event.sequence === null ? t('waiting') : t('number', { number: event.sequence })}
        {event.hash && <span className="sub">{t('seal', { hash: event.hash.slice(0, 8) })}</span>}
      </span>
    </li>
  )
}
