import { useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay } from '../format/calendar-day.ts'
import { formatRecordedDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { ClockCard } from '../registers/clock-card.tsx'
import { CommandDialog } from '../registers/command-dialog.tsx'
import { CaseLink, DetailFrame, Facts } from '../registers/detail-frame.tsx'
import { OneOfRegister } from '../registers/one-of-register.tsx'
import { completeAction, fileReviewCommands } from '../registers/register-commands.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'

const fileReviewPage = graphql(`
  query FileReviewPage($id: ID!) {
    fileReview(id: $id) {
      id
      quarter
      state
      sampledAt
      gradedAt
      grade
      findings
      adviserGrade
      allowed
      centre {
        id
      }
      case {
        id
        reference
      }
      adviser {
        id
        name
      }
      reviewer {
        id
        name
      }
      actions {
        id
        text
        dueOn
        doneAt
        doneBy {
          id
          name
        }
      }
      deadlines {
        code
        text
        dueAt
        force
        ruleReference
        verified
        metAt
        stopped
        milestone
        overdue
      }
    }
  }
`)

const route = getRouteApi('/shell/registers/file-reviews/$id')

/** One file review: what was found, and what has to be done about it. */
export function FileReviewPage() {
  const { t } = useTranslation('registers')
  const { id } = route.useParams()
  const [completing, setCompleting] = useState<string>()
  const { data, previousData, error, refetch } = useQuery(fileReviewPage, { variables: { id } })
  const shown = data ?? previousData
  const found = shown?.fileReview
  if (!found)
    return (
      <OneOfRegister name="reviews" asked={Boolean(shown)} failed={Boolean(error)} onRetry={() => void refetch()} />
    )
  const mayComplete = found.allowed.includes('COMPLETE_ACTION')
  return (
    <DetailFrame
      title={t('reviewTitle', { reference: found.case?.reference ?? t('hiddenCase') })}
      sentence={t(`reviewSentence.${found.state}`)}
      back={{ to: '/registers/file-reviews', label: t('list.reviews.title') }}
      allowed={found.allowed.toReversed()}
      commands={fileReviewCommands}
      base={{ fileReviewId: found.id }}
      centreId={found.centre.id}
      clock={
        <ClockCard
          deadlines={found.deadlines}
          events={[
            { at: found.sampledAt, text: t('event.sampled') },
            found.gradedAt !== null && { at: found.gradedAt, text: t('event.graded') },
          ]}
        />
      }
    >
      <Card title={t('facts')}>
        <Facts
          of={[
            [t('column.case'), found.case && <CaseLink of={found.case} />],
            [t('column.adviser'), found.adviser && `${found.adviser.name}, ${t(`adviserGrade.${found.adviserGrade}`)}`],
            [t('column.reviewer'), found.reviewer?.name ?? t('nobodyYet')],
            [t('field.quarter'), found.quarter],
            [t('column.grade'), found.grade && t(`grade.${found.grade}`)],
          ]}
        />
      </Card>
      {found.findings && (
        <Card title={t('field.findings')}>
          <p className="register-words">{found.findings}</p>
        </Card>
      )}
      {found.actions.length > 0 && (
        <Card title={t('field.actions')}>
          <ul className="review-actions">
            {found.actions.map((action) => (
              <li key={action.id}>
                <span>
                  {action.text}
                  <span className="tiny muted">
                    {' '}
                    {action.doneAt
                      ? t('actionDone', {
                          day: formatRecordedDay(londonDay(action.doneAt)),
                          name: action.doneBy?.name ?? '',
                        })
                      : t('actionDue', { day: formatRecordedDay(action.dueOn) })}
                  </span>
                </span>
                {mayComplete && !action.doneAt && (
                  <Button
                    size="small"
                    aria-label={t('actionDoneLabel', { action: action.text })}
                    onPress={() => setCompleting(action.id)}
                  >
                    {t('markDone')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {completing && (
        <CommandDialog
          command={completeAction}
          base={{ actionId: completing }}
          centreId={found.centre.id}
          onClose={() => setCompleting(undefined)}
        />
      )}
    </DetailFrame>
  )
}
