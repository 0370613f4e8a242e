import { useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatRecordedDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { ClockCard } from '../registers/clock-card.tsx'
import { CaseLink, DetailFrame, Facts } from '../registers/detail-frame.tsx'
import { OneOfRegister } from '../registers/one-of-register.tsx'
import { requestCommands } from '../registers/register-commands.ts'
import { Card } from '../ui/card.tsx'

const dataRequestPage = graphql(`
  query DataRequestPage($id: ID!) {
    subjectAccessRequest(id: $id) {
      id
      kind
      state
      requester
      request
      receivedOn
      pausedOn
      pausedDays
      extendedOn
      extensionReason
      closedOn
      decision
      decisionReason
      allowed
      centre {
        id
      }
      case {
        id
        reference
      }
      handler {
        id
        name
      }
      receivedBy {
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

const route = getRouteApi('/shell/registers/data-requests/$id')

/** One request about somebody's data, with its clock. */
export function DataRequestPage() {
  const { t } = useTranslation('registers')
  const { id } = route.useParams()
  const { data, previousData, error, refetch } = useQuery(dataRequestPage, { variables: { id } })
  const shown = data ?? previousData
  const found = shown?.subjectAccessRequest
  if (!found)
    return (
      <OneOfRegister name="requests" asked={Boolean(shown)} failed={Boolean(error)} onRetry={() => void refetch()} />
    )
  return (
    <DetailFrame
      title={t(`requestKind.${found.kind}`)}
      sentence={t(`requestSentence.${found.state}`)}
      back={{ to: '/registers/data-protection', label: t('dataProtection') }}
      allowed={[...found.allowed].sort((a, b) => (a === 'ANSWER' ? -1 : b === 'ANSWER' ? 1 : 0))}
      commands={requestCommands}
      base={{ requestId: found.id }}
      centreId={found.centre.id}
      clock={
        <ClockCard
          deadlines={found.deadlines}
          events={[
            { at: found.receivedOn, text: t('event.received') },
            found.pausedOn !== null && { at: found.pausedOn, text: t('event.paused') },
            found.extendedOn !== null && { at: found.extendedOn, text: t('event.extended') },
            found.closedOn !== null && { at: found.closedOn, text: t(`requestState.${found.state}`) },
          ]}
        />
      }
    >
      <Card title={t('field.request')}>
        <p className="register-words">{found.request}</p>
      </Card>
      <Card title={t('facts')}>
        <Facts
          of={[
            [t('field.requester'), found.requester],
            [t('field.receivedOn'), formatRecordedDay(found.receivedOn)],
            [t('receivedBy'), found.receivedBy?.name],
            [t('field.handlerId'), found.handler?.name ?? t('nobodyYet')],
            [t('column.case'), found.case && <CaseLink of={found.case} />],
            [t('pausedDays'), found.pausedDays > 0 ? t('days', { count: found.pausedDays }) : null],
            [t('extensionReason'), found.extensionReason],
            [t('field.decision'), found.decision && t(`decision.${found.decision}`)],
            [t('field.reason'), found.decisionReason],
          ]}
        />
      </Card>
    </DetailFrame>
  )
}
