import { useQuery } from '@apollo/client/react'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay } from '../format/calendar-day.ts'
import { formatTime } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { useViewer } from '../shell/viewer.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { momentWords } from './alert-history.tsx'
import { AlertRow } from './alert-row.tsx'
import { lastSeen, rememberSeen, toldSince } from './last-seen.ts'
import './alerts.css'
import './while-away.css'
import './texts.ts'

const whileAway = graphql(`
  query WhileAway($since: DateTime!) {
    alertDigest(since: $since) {
      since
      raised
      bySeverity {
        severity
        alerts
      }
      escalated
      back
      overdue
      dueToday
      dueThisWeek
      alerts {
        id
        ...AlertRow_alert
      }
    }
  }
`)

const tickMs = 60_000
const shownAtMost = 5

/** What came while the person was away, and what is due: at the top of whatever page they come back to, until they put it away. */
export function WhileAway({ summaryAt }: { summaryAt: string | null }) {
  const viewer = useViewer()
  const [since, setSince] = useState<string>()
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible') return
      const now = new Date()
      const today = londonDay(now)
      const seen = lastSeen(viewer.id)
      const told = toldSince({ seen, now: now.getTime(), today, time: formatTime(now), summaryAt })
      if (told) setSince(told.toISOString())
      // Who comes back in the morning has had the day's summary with it, once its time has come.
      const summaryOn = summaryAt && formatTime(now) >= summaryAt ? today : seen?.summaryOn
      rememberSeen(viewer.id, { at: now.getTime(), ...(summaryOn ? { summaryOn } : {}) })
    }
    look()
    const timer = setInterval(look, tickMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [viewer.id, summaryAt])
  return since === undefined ? null : <Told since={since} onClose={() => setSince(undefined)} />
}

function Told({ since, onClose }: { since: string; onClose: () => void }) {
  const a = useTranslation('alerting').t
  const words = useTranslation('words').t
  const { data } = useQuery(whileAway, { variables: { since } })
  const digest = data?.alertDigest
  if (!digest || digest.raised + digest.overdue + digest.dueThisWeek + digest.back === 0) return null
  const severities = digest.bySeverity.map(({ severity, alerts }) =>
    a('away.ofSeverity', { count: alerts, severity: words(`severity.${severity}`).toLowerCase() }),
  )
  const sentences = [
    digest.raised > 0
      ? a('away.raised', { count: digest.raised, severities: severities.join(', ') })
      : a('away.noneRaised'),
    digest.escalated > 0 && a('away.escalated', { count: digest.escalated }),
    digest.back > 0 && a('away.back', { count: digest.back }),
    digest.overdue > 0 && a('away.overdue', { count: digest.overdue }),
    digest.dueThisWeek > 0 && a('away.due', { count: digest.dueThisWeek, today: digest.dueToday }),
  ].filter(Boolean)
  return (
    <section className="while-away" aria-labelledby="while-away">
      <div className="row">
        <h2 id="while-away" className="grow">
          {a('away.title')}
        </h2>
        <Button size="small" look="quiet" icon={<Icon of={X} small />} label={a('away.close')} onPress={onClose} />
      </div>
      <p className="muted tiny">{a('away.since', { when: momentWords(digest.since, words) })}</p>
      <p role="status">{sentences.join(' ')}</p>
      {digest.alerts.length > 0 && (
        <ul className="while-away-alerts">
          {digest.alerts.slice(0, shownAtMost).map((alert) => (
            <AlertRow key={alert.id} of={alert} selected={false} search={{}} />
          ))}
        </ul>
      )}
      <p className="row wrap">
        <ButtonLink size="small" to="/alerts" search={{ show: 'untaken' }}>
          {a('away.see')}
        </ButtonLink>
        <ButtonLink size="small" look="quiet" to="/alerts" search={{ as: 'week' }}>
          {a('away.week')}
        </ButtonLink>
      </p>
    </section>
  )
}
