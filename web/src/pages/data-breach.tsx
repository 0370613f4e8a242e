import { useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { londonDay } from '../format/calendar-day.ts'
import { formatRecordedDay, formatTime } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { ClockCard } from '../registers/clock-card.tsx'
import { CaseLink, DetailFrame, Facts } from '../registers/detail-frame.tsx'
import { OneOfRegister } from '../registers/one-of-register.tsx'
import { breachCommands } from '../registers/register-commands.ts'
import { Card } from '../ui/card.tsx'

const dataBreachPage = graphql(`
  query DataBreachPage($id: ID!) {
    dataBreach(id: $id) {
      id
      kind
      state
      description
      peopleAffected
      discoveredAt
      assessedAt
      reportable
      assessment
      reportedAt
      subjectsToldOn
      closedAt
      lessons
      allowed
      centre {
        id
      }
      case {
        id
        reference
      }
      recordedBy {
        id
        name
      }
      assessedBy {
        id
        name
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

const route = getRouteApi('/shell/registers/breaches/$id')

/** One breach of personal data, with its clock. */
export function DataBreachPage() {
  const { t } = useTranslation('registers')
  const { id } = route.useParams()
  const { data, previousData, error, refetch } = useQuery(dataBreachPage, { variables: { id } })
  const shown = data ?? previousData
  const found = shown?.dataBreach
  if (!found)
    return (
      <OneOfRegister name="breaches" asked={Boolean(shown)} failed={Boolean(error)} onRetry={() => void refetch()} />
    )
  const moment = (at: string) => `${formatRecordedDay(londonDay(at))} ${formatTime(at)}`
  return (
    <DetailFrame
      title={t('breachTitle', { kind: t(`breachKind.${found.kind}`) })}
      sentence={t(`breachSentence.${found.state}`)}
      back={{ to: '/registers/data-protection', label: t('dataProtection') }}
      allowed={found.reportable === null ? found.allowed : found.allowed.toReversed()}
      commands={breachCommands}
      base={{ breachId: found.id }}
      centreId={found.centre.id}
      clock={
        <ClockCard
          deadlines={found.deadlines}
          events={[
            { at: found.discoveredAt, text: t('event.discovered') },
            found.assessedAt !== null && { at: found.assessedAt, text: t('event.assessed') },
            found.reportedAt !== null && { at: found.reportedAt, text: t('event.reported') },
            found.subjectsToldOn !== null && { at: found.subjectsToldOn, text: t('event.subjectsTold') },
            found.closedAt !== null && { at: found.closedAt, text: t('event.closed') },
          ]}
        />
      }
    >
      <Card title={t('field.description')}>
        <p className="register-words">{found.description}</p>
      </Card>
      <Card title={t('facts')}>
        <Facts
          of={[
            [t('field.discoveredAt'), moment(found.discoveredAt)],
            [t('recordedBy'), found.recordedBy?.name],
            [t('field.peopleAffected'), String(found.peopleAffected)],
            [t('column.case'), found.case && <CaseLink of={found.case} />],
            [
              t('field.reportable'),
              found.reportable === null ? t('notDecided') : t(`yesNo.${found.reportable ? 'YES' : 'NO'}`),
            ],
            [t('field.reasons'), found.assessment],
            [t('assessedBy'), found.assessedBy?.name],
            [t('field.lessons'), found.lessons],
          ]}
        />
      </Card>
    </DetailFrame>
  )
}
