import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, londonDay, today as londonToday, weekdayOf, type Day } from '../format/calendar-day.ts'
import { formatDay, formatTime } from '../format/dates.ts'
import { momentInLondon } from '../format/london-moment.ts'
import { graphql } from '../generated/gql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { dismissToast } from '../shell/toasts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select, type Choice } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import './texts.ts'

const snoozeAlert = graphql(`
  mutation SnoozeAlert($input: SnoozeAlertInput!) {
    snoozeAlert(input: $input) {
      __typename
      ... on ComplianceAlert {
        ...AlertPane_alert
        ...AlertRow_alert
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

const morning = '09:00'

/** When an alert may come back: today later, at the beginning of one of the next days, or as late as it may be put off. */
export function snoozeChoices(atMost: string, now: Date = new Date()): { later: string[]; mornings: Day[] } {
  const latest = Date.parse(atMost)
  const inHours = [1, 3].map((hours) => new Date(now.getTime() + hours * 3_600_000).toISOString())
  const today = londonDay(now)
  const days = Array.from({ length: 14 }, (_, index) => addDays(today, index + 1))
  return {
    later: inHours.filter((moment) => londonDay(moment) === today && Date.parse(moment) <= latest),
    mornings: days.filter((day) => weekdayOf(day) % 6 !== 0 && Date.parse(momentInLondon(day, morning)) <= latest),
  }
}

/** Puts an alert off, with a reason, and never beyond what the graph allows. */
export function SnoozeDialog({
  alertId,
  title,
  atMost,
  byLaw,
  onClose,
}: {
  alertId: string
  title: string
  /** The latest moment until which it may be put off. */
  atMost: string
  byLaw: boolean
  onClose: () => void
}) {
  const a = useTranslation('alerting').t
  const words = useTranslation('words').t
  const client = useApolloClient()
  const [choices] = useState(() => choicesInWords(atMost))
  const [until, setUntil] = useState(choices[0]?.value ?? atMost)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { run, busy, refusal } = useCommand(snoozeAlert)

  function choicesInWords(latest: string): Choice<string>[] {
    const { later, mornings } = snoozeChoices(latest)
    const today = londonToday()
    return [
      ...later.map((value) => ({ value, label: a('snooze.today', { time: formatTime(value) }) })),
      ...mornings.map((day) => ({
        value: momentInLondon(day, morning),
        label: a('snooze.day', { day: formatDay(day, today), time: morning }),
      })),
      {
        value: latest,
        label: a('snooze.latest', { day: formatDay(londonDay(latest), today), time: formatTime(latest) }),
      },
    ]
  }
  const submit = async () => {
    if (reason.trim() === '') return setMissing(true)
    setMissing(false)
    if (!(await run({ alertId, until, reason: reason.trim() }))) return
    dismissToast(alertId)
    refetchRootFields(client, ['complianceAlerts'])
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={a('snooze.title')}
      intro={byLaw ? a('snooze.introLaw') : a('snooze.intro')}
      footer={
        <>
          <Button onPress={onClose}>{words('cancel')}</Button>
          <Button look="primary" busy={busy && a('snooze.saving')} onPress={() => void submit()}>
            {a('snooze.submit')}
          </Button>
        </>
      }
    >
      <div className="form">
        <p>
          <b>{title}</b>
        </p>
        {refusal && !refusalOf(refusal, 'until') && !refusalOf(refusal, 'reason') && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        <Select
          label={a('snooze.until')}
          value={until}
          choices={choices}
          onChange={setUntil}
          error={refusalOf(refusal, 'until')}
        />
        <TextField
          label={a('snooze.reason')}
          lines={2}
          value={reason}
          onChange={setReason}
          error={missing ? a('snooze.reasonMissing') : refusalOf(refusal, 'reason')}
        />
      </div>
    </Dialog>
  )
}
