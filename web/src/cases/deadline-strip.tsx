import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { useTranslation } from 'react-i18next'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { urgencyOf, type Urgency } from '../format/countdown.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { DeadlineStrip_CaseFragment, Force } from '../generated/graphql.ts'
import { CountdownWords } from '../ui/deadline.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import './deadline-strip.css'

export const deadlineStrip = graphql(`
  fragment DeadlineStrip_case on Case {
    id
    emergencies {
      id
      kind
      occursOn
      clearedAt
    }
    tasks {
      id
      title
      dueOn
    }
    followUps: notes(first: 10, filter: { followUpOpen: true }) {
      edges {
        node {
          id
          body
          followUpOn
        }
      }
    }
    checklists {
      id
      items {
        id
        code
        text
        ruleReference
        force
        dueAt
        dueForce
        done
      }
    }
  }
`)

interface Entry {
  key: string
  day: string
  urgency: Urgency
  what: string
  force?: Force
  source: string
}

const most = 4

/** The four dates that come first on this case, with what each rests on. */
export function DeadlineStrip({ of }: { of: FragmentType<DeadlineStrip_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const { data: found, complete } = useFragment({
    fragment: deadlineStrip,
    fragmentName: 'DeadlineStrip_case',
    from: of,
  })
  const today = londonToday()
  if (!complete) return null
  const entries: Entry[] = [
    ...found.emergencies.flatMap(({ id, kind, occursOn, clearedAt }): Entry[] =>
      occursOn && !clearedAt
        ? [{ key: id, day: occursOn, urgency: 'critical', what: t(`emergency.${kind}`), source: t('next.EMERGENCY') }]
        : [],
    ),
    ...(found.checklists ?? []).flatMap((list) =>
      list.items
        .filter((item) => item.dueAt && !item.done)
        .map((item): Entry => {
          const day = londonDay(item.dueAt!)
          return {
            key: item.id,
            day,
            urgency: urgencyOf(day, today),
            what: item.text,
            force: item.dueForce ?? item.force,
            source: item.ruleReference,
          }
        }),
    ),
    ...found.tasks.flatMap(({ id, title, dueOn }): Entry[] =>
      dueOn ? [{ key: id, day: dueOn, urgency: urgencyOf(dueOn, today), what: title, source: t('next.TASK') }] : [],
    ),
    ...found.followUps.edges.flatMap(({ node }): Entry[] =>
      node.followUpOn
        ? [
            {
              key: node.id,
              day: node.followUpOn,
              urgency: urgencyOf(node.followUpOn, today),
              what: node.body ?? t('overview.withheld'),
              source: t('next.FOLLOW_UP'),
            },
          ]
        : [],
    ),
  ]
  const next = entries.sort((one, other) => one.day.localeCompare(other.day)).slice(0, most)
  if (next.length === 0) return <p className="muted strip-none">{t('overview.noDeadlines')}</p>
  return (
    <ul className="strip" aria-label={t('overview.deadlines')}>
      {next.map((entry) => (
        <li key={entry.key} className={entry.urgency}>
          <div className="strip-when">
            <b>{formatDay(entry.day, today)}</b>
            <span className="tiny">
              <CountdownWords day={entry.day} urgency={entry.urgency} />
            </span>
          </div>
          <p className="strip-what">{entry.what}</p>
          <p className="tiny muted row strip-source">
            {entry.force && <ForceBadge force={entry.force} />}
            {entry.source}
          </p>
        </li>
      ))}
    </ul>
  )
}
