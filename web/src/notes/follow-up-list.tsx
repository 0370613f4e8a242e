import { useApolloClient } from '@apollo/client/react'
import { useTranslation } from 'react-i18next'
import { addDays, today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { refetchFieldsOf, refetchRootFields } from '../graph/refetch.ts'
import { useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { CountdownWords } from '../ui/deadline.tsx'

const completeFollowUp = graphql(`
  mutation CompleteFollowUp($input: CompleteFollowUpInput!) {
    completeFollowUp(input: $input) {
      __typename
      ... on Note {
        id
        followUpOn
        followUpDoneAt
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export interface FollowUp {
  id: string
  caseId: string
  body: string | null
  followUpOn: string
  /** Whom the case is about; shown where follow-ups of several cases stand together. */
  clientName?: string | undefined
}

/** One thing that was promised, with its day and its two ways on: done, or a week later. */
export function FollowUpItem({ of }: { of: FollowUp }) {
  const { t } = useTranslation('notes')
  const client = useApolloClient()
  const { run, busy, refusal } = useCommand(completeFollowUp)
  const what = of.body === null ? t('followUps.restricted') : firstSentence(of.body)
  const carryOut = async (postponeTo?: string) => {
    const done = await run({ noteId: of.id, ...(postponeTo ? { postponeTo } : {}) })
    if (!done) return
    refetchFieldsOf(client, 'Case', of.caseId, ['notes', 'nextAction'])
    refetchRootFields(client, ['followUps'])
  }
  return (
    <li className="follow-up">
      <div>
        <b>{what}</b>
        <div className="tiny muted">
          {of.clientName && `${of.clientName} · `}
          {formatDay(of.followUpOn, londonToday())}, <CountdownWords day={of.followUpOn} />
        </div>
        {refusal && (
          <p className="text-critical tiny" role="alert">
            {refusal.message}
          </p>
        )}
      </div>
      <div className="follow-up-actions">
        <Button
          size="small"
          busy={busy && t('followUps.saving')}
          label={t('followUps.doneLabel', { what })}
          onPress={() => void carryOut()}
        >
          {t('followUps.done')}
        </Button>
        <Button
          look="quiet"
          size="small"
          label={t('followUps.laterLabel', { what })}
          onPress={() => void carryOut(addDays(londonToday(), 7))}
        >
          {t('followUps.later')}
        </Button>
      </div>
    </li>
  )
}

const longest = 90

export function firstSentence(body: string): string {
  const [sentence = ''] = body.trim().split(/(?<=[.!?])\s|\n/)
  return sentence.length > longest ? `${sentence.slice(0, longest - 1).trimEnd()}…` : sentence
}
