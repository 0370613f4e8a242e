import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { formatWholePounds } from '../format/money.ts'
import { graphql } from '../generated/gql.ts'
import type { BreathingSpaceFile_OneFragment } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag, type Tone } from '../ui/tag.tsx'
import { BreathingSpaceConditions } from './breathing-space-conditions.tsx'
import { BreathingSpaceDebts } from './breathing-space-debts.tsx'
import { BreathingSpaceDialogs, type Doing } from './breathing-space-dialogs.tsx'
import { BreathingSpaceTimeline } from './breathing-space-timeline.tsx'
import { nextSteps } from './next-steps.ts'
import './texts.ts'

export const breathingSpaceFile = graphql(`
  fragment BreathingSpaceFile_one on BreathingSpace {
    id
    kind
    status
    crisisEvidenceHeld
    startedOn
    endsOn
    reference
    dayNumber
    creditLimitPence
    plan
    pointOfContactAskedOn
    treatmentEndedOn
    endedOn
    endReason
    client {
      id
      name
    }
    eligibility {
      code
      text
      answer
      reason
      ruleReference
      sourceUrl
      verified
    }
    milestones {
      code
      text
      day
      on
      force
      ruleReference
      sourceUrl
      verified
    }
    debts {
      id
      creditor
      startsOn
      requestBy
      decisionBy
      courtBy
      removedOn
    }
    midwayReview {
      reviewedOn
      outcome
      late
    }
    creditorReviews {
      id
      reason
      requestedOn
      decideBy
      decidedOn
      outcome
      reasoning
      late
      debt {
        id
        creditor
      }
    }
  }
`)

const tones: Record<BreathingSpaceFile_OneFragment['status'], Tone> = {
  DRAFT: 'medium',
  ACTIVE: 'success',
  CANCELLED: 'neutral',
  EXPIRED: 'neutral',
}

/** One Breathing Space: where it stands, what to do next, its days, debts and conditions. */
export function BreathingSpaceFile({
  of,
  mayWork,
}: {
  of: FragmentType<BreathingSpaceFile_OneFragment>
  mayWork: boolean
}) {
  const { t } = useTranslation('care')
  const [doing, setDoing] = useState<Doing>()
  const { data: one, complete } = useFragment({
    fragment: breathingSpaceFile,
    fragmentName: 'BreathingSpaceFile_one',
    from: of,
  })
  if (!complete) return null
  const today = londonToday()
  const steps = nextSteps(one, today)
  const day = (value: string | null) => (value ? formatDay(value, today) : '')
  return (
    <Card title={t(`kind.${one.kind}`)} actions={<Tag tone={tones[one.status]}>{t(`status.${one.status}`)}</Tag>}>
      <p className="bs-head">
        {one.dayNumber !== null && (
          <span className="bs-figure">
            {one.kind === 'STANDARD'
              ? t('dayOf', { number: one.dayNumber, length: one.milestones.at(-1)?.day ?? 60 })
              : t('dayIs', { number: one.dayNumber })}
          </span>
        )}
        <span className="muted">
          {[
            one.client?.name,
            one.startedOn && t('since', { day: day(one.startedOn) }),
            one.endedOn
              ? t('endedOn', { day: day(one.endedOn), reason: t(`endReason.${one.endReason ?? 'CANCELLED'}`) })
              : one.endsOn && t(one.status === 'EXPIRED' ? 'ranOut' : 'until', { day: day(one.endsOn) }),
            one.reference && t('reference', { reference: one.reference }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {steps.length > 0 && (
        <div className="bs-steps">
          {steps.map((step) => (
            <Notice key={step.key + (step.creditor ?? '')} kind={step.tone} title={t(`step.${step.key}`)}>
              <p>{t(`stepText.${step.key}`, { day: day(step.day ?? null), creditor: step.creditor ?? '' })}</p>
            </Notice>
          ))}
        </div>
      )}
      {one.midwayReview && (
        <p>
          {t('midwayDone', {
            day: day(one.midwayReview.reviewedOn),
            outcome: t(`midwayOutcome.${one.midwayReview.outcome}`),
          })}{' '}
          {one.midwayReview.late && <Tag tone="critical">{t('late')}</Tag>}
        </p>
      )}
      {one.plan && <p>{t('planIs', { plan: one.plan })}</p>}
      {one.treatmentEndedOn && <p>{t('treatmentEnded', { day: day(one.treatmentEndedOn) })}</p>}
      {one.pointOfContactAskedOn[0] && <p>{t('lastAsked', { day: day(one.pointOfContactAskedOn[0]) })}</p>}
      {one.status === 'ACTIVE' && <p>{t('obligations', { amount: formatWholePounds(one.creditLimitPence) })}</p>}
      {one.milestones.length > 0 && <BreathingSpaceTimeline one={one} />}
      {one.status === 'DRAFT' && <BreathingSpaceConditions one={one} />}
      <BreathingSpaceDebts one={one} mayWork={mayWork} onDo={setDoing} />
      {mayWork && (
        <div className="bs-actions">
          {actionsOf(one).map((action, index) => (
            <Button key={action} look={index === 0 ? 'primary' : 'plain'} onPress={() => setDoing({ what: action })}>
              {t(`do.${action}`)}
            </Button>
          ))}
        </div>
      )}
      {doing && <BreathingSpaceDialogs one={one} doing={doing} onClose={() => setDoing(undefined)} />}
    </Card>
  )
}

type Action = Exclude<Doing['what'], 'decide' | 'removeDebt' | 'request'>

/** What can be done with it now, the likeliest first. */
function actionsOf(one: BreathingSpaceFile_OneFragment): Action[] {
  const crisis = one.kind === 'MENTAL_HEALTH_CRISIS'
  if (one.status === 'DRAFT')
    return [
      ...(crisis && !one.crisisEvidenceHeld ? (['evidence'] as const) : []),
      'start',
      'conditions',
      'addDebt',
      'end',
    ]
  const underTreatment = crisis && !one.treatmentEndedOn
  if (one.status === 'EXPIRED')
    return [...(crisis || one.midwayReview ? [] : (['midway'] as const)), ...(one.plan ? [] : (['plan'] as const))]
  if (one.status !== 'ACTIVE') return []
  const reviewFrom = one.milestones.find(({ code }) => code === 'MIDWAY_REVIEW_FROM')
  const mayReview = reviewFrom !== undefined && !one.midwayReview && (one.dayNumber ?? 0) >= reviewFrom.day
  return [
    ...(mayReview ? (['midway'] as const) : []),
    ...(underTreatment ? (['asked', 'treatmentEnd'] as const) : []),
    'plan',
    'addDebt',
    'end',
  ]
}
