import { useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatRecordedDay } from '../format/dates.ts'
import { formatMoney } from '../format/money.ts'
import { graphql } from '../generated/gql.ts'
import type { ComplaintAction } from '../generated/graphql.ts'
import { ClockCard } from '../registers/clock-card.tsx'
import { CaseLink, DetailFrame, Facts } from '../registers/detail-frame.tsx'
import { complaintCommands } from '../registers/register-commands.ts'
import { Card } from '../ui/card.tsx'
import { OneOfRegister } from '../registers/one-of-register.tsx'

const complaintPage = graphql(`
  query ComplaintPage($id: ID!) {
    complaint(id: $id) {
      id
      subject
      channel
      state
      complainant
      words
      receivedOn
      acknowledgedOn
      holdingReplyOn
      closedOn
      outcome
      wordingChecks
      rootCause
      rootCauseNote
      redressPence
      withdrawnReason
      allowed
      centre {
        id
      }
      case {
        id
        reference
      }
      about {
        id
        name
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

const route = getRouteApi('/shell/registers/complaints/$id')

/** Once it is acknowledged, the answer is what everybody waits for. */
function mostExpectedFirst(allowed: ComplaintAction[]): ComplaintAction[] {
  return [...allowed].sort((a, b) => Number(b === 'SEND_FINAL_RESPONSE') - Number(a === 'SEND_FINAL_RESPONSE'))
}

/** One complaint with its clock. */
export function ComplaintPage() {
  const { t } = useTranslation('registers')
  const { id } = route.useParams()
  const { data, previousData, error, refetch } = useQuery(complaintPage, { variables: { id } })
  const shown = data ?? previousData
  const found = shown?.complaint
  if (!found)
    return (
      <OneOfRegister name="complaints" asked={Boolean(shown)} failed={Boolean(error)} onRetry={() => void refetch()} />
    )
  const day = (given: string | null) => given && formatRecordedDay(given)
  return (
    <DetailFrame
      title={t('complaintTitle', { subject: t(`subject.${found.subject}`) })}
      sentence={t(`complaintSentence.${found.state}`)}
      back={{ to: '/registers/complaints', label: t('list.complaints.title') }}
      allowed={found.acknowledgedOn === null ? found.allowed : mostExpectedFirst(found.allowed)}
      commands={complaintCommands}
      base={{ complaintId: found.id }}
      centreId={found.centre.id}
      clock={
        <ClockCard
          deadlines={found.deadlines}
          events={[
            { at: found.receivedOn, text: t('event.received') },
            found.acknowledgedOn !== null && { at: found.acknowledgedOn, text: t('event.acknowledged') },
            found.holdingReplyOn !== null && { at: found.holdingReplyOn, text: t('event.holdingReply') },
            found.closedOn !== null && { at: found.closedOn, text: t(`complaintState.${found.state}`) },
          ]}
        />
      }
    >
      <Card title={t('whatWasSaid')}>
        <p className="register-words">{found.words}</p>
      </Card>
      <Card title={t('facts')}>
        <Facts
          of={[
            [t('field.complainant'), found.complainant],
            [t('field.channel'), t(`channel.${found.channel}`)],
            [t('field.receivedOn'), day(found.receivedOn)],
            [t('receivedBy'), found.receivedBy?.name],
            [t('field.handlerId'), found.handler?.name ?? t('nobodyYet')],
            [t('field.aboutUserId'), found.about?.name],
            [t('column.case'), found.case && <CaseLink of={found.case} />],
          ]}
        />
      </Card>
      {found.state !== 'OPEN' && (
        <Card title={t('closing')}>
          <Facts
            of={[
              [t('field.outcome'), found.outcome && t(`outcome.${found.outcome}`)],
              [t('field.rootCause'), found.rootCause && t(`rootCause.${found.rootCause}`)],
              [t('field.rootCauseNote'), found.rootCauseNote],
              [
                t('field.redressPence'),
                found.redressPence !== null && found.redressPence > 0 ? formatMoney(found.redressPence) : t('none'),
              ],
              [t('field.wordingChecks'), found.wordingChecks.map((one) => t(`wording.${one}`)).join('; ')],
              [t('field.reason'), found.withdrawnReason],
            ]}
          />
        </Card>
      )}
    </DetailFrame>
  )
}
