import { useApolloClient, useSubscription } from '@apollo/client/react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { refetchFieldsOf, refetchRootFields } from '../graph/refetch.ts'
import { connection } from '../graph/connection.ts'
import { useStore } from '../graph/store.ts'
import { useCounts } from '../shell/counts.ts'
import { chime, notifyOutside } from './alert-voice.ts'
import { showToast } from '../shell/toasts.ts'

const raised = graphql(`
  subscription AlertRaised($after: String) {
    complianceAlertRaised(after: $after) {
      cursor
      interrupts
      alert {
        id
        code
        severity
        state
        title
        message
        raisedAt
        dueAt
        case {
          id
          reference
        }
      }
    }
  }
`)

/** Lists are asked again once for a burst of alerts. */
const gatherMs = 250

/** Listens for alerts from the moment of the last count on; the live link resumes after a lost connection. */
export function LiveAlerts() {
  const counts = useCounts()
  const [start, setStart] = useState<{ after: string | undefined }>()
  useEffect(() => {
    if (counts.known && start === undefined) setStart({ after: counts.alertsUpTo })
  }, [counts, start])
  return start ? <Listening after={start.after} /> : null
}

function Listening({ after }: { after: string | undefined }) {
  const { t } = useTranslation('alerts')
  const words = useTranslation('words').t
  const navigate = useNavigate()
  const client = useApolloClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const cases = useRef(new Set<string>())
  const { live } = useStore(connection)

  const askAgainSoon = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      refetchRootFields(client, ['complianceAlerts', 'complianceAlert'])
      for (const id of cases.current) refetchFieldsOf(client, 'Case', id, ['alerts', 'compliance'])
      cases.current.clear()
    }, gatherMs)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  // Whatever changed while the line was down (somebody took an alert, say) is asked for once it is up again.
  const wasLost = useRef(false)
  useEffect(() => {
    if (live === 'lost') wasLost.current = true
    if (live === 'live' && wasLost.current) {
      wasLost.current = false
      refetchRootFields(client, ['complianceAlerts', 'complianceAlert'])
    }
  }, [live, client])

  useSubscription(raised, {
    variables: { after: after ?? null },
    onData({ data: { data } }) {
      if (!data) return
      const { alert, interrupts } = data.complianceAlertRaised
      if (alert.case) cases.current.add(alert.case.id)
      askAgainSoon()
      // In quiet hours, or of a kind that the person muted: the list and the counts have it.
      if (!interrupts || (alert.state !== 'OPEN' && alert.state !== 'ESCALATED')) return
      showToast({
        id: alert.id,
        alertId: alert.id,
        severity: alert.severity,
        title: alert.title,
        text: [alert.case?.reference, alert.message].filter(Boolean).join('. '),
        ...(alert.case ? { caseId: alert.case.id } : {}),
      })
      chime()
      const severity = words(`severity.${alert.severity}`)
      const today = londonToday()
      notifyOutside({
        id: alert.id,
        title: t('notification.title', { severity }),
        body: alert.dueAt
          ? t('notification.due', { day: formatDay(londonDay(alert.dueAt), today) })
          : t('notification.text'),
        onOpen: () => void navigate({ to: '/alerts', search: { alert: alert.id } }),
      })
    },
  })
  return null
}
