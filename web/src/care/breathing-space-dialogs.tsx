import { useTranslation } from 'react-i18next'
import type { BreathingSpaceFile_OneFragment as One } from '../generated/graphql.ts'
import * as commands from './breathing-space-commands.ts'
import { CommandDialog } from './command-dialog.tsx'
import { ConditionsDialog } from './conditions-dialog.tsx'
import {
  breathingSpaceEndReasons,
  creditorReviewOutcomes,
  creditorReviewReasons,
  crisisEndReasons,
  midwayOutcomes,
} from './care-terms.ts'

export type Doing =
  | {
      what: 'start' | 'conditions' | 'evidence' | 'midway' | 'plan' | 'addDebt' | 'end' | 'asked' | 'treatmentEnd'
    }
  | { what: 'request' | 'removeDebt'; debtId: string; creditor: string }
  | { what: 'decide'; reviewId: string; creditor: string }

/** The form for what is being done with a Breathing Space. */
export function BreathingSpaceDialogs({ one, doing, onClose }: { one: One; doing: Doing; onClose: () => void }) {
  const { t } = useTranslation('care')
  const about = { breathingSpaceId: one.id }
  const creditor = 'creditor' in doing ? doing.creditor : ''
  const common = { title: t(`form.${doing.what}`, { creditor }), submit: t('record'), about, onClose }
  switch (doing.what) {
    case 'conditions':
      return <ConditionsDialog one={one} onClose={onClose} />
    case 'evidence':
      return (
        <CommandDialog {...common} intro={t('intro.evidence')} command={commands.recordCrisisEvidence} fields={[]} />
      )
    case 'start':
      return (
        <CommandDialog
          {...common}
          submit={t('do.start')}
          intro={t('intro.start')}
          command={commands.startBreathingSpace}
          fields={[
            { name: 'startedOn', kind: 'day', label: t('field.startedOn'), hint: t('field.startedOnHint') },
            { name: 'reference', kind: 'line', label: t('field.reference'), optional: true },
          ]}
        />
      )
    case 'midway':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.midway')}
          command={commands.recordMidwayReview}
          fields={[
            { name: 'reviewedOn', kind: 'day', label: t('field.reviewedOn') },
            {
              name: 'outcome',
              kind: 'choice',
              label: t('field.outcome'),
              choices: midwayOutcomes.map((value) => ({ value, label: t(`midwayOutcome.${value}`) })),
            },
          ]}
        />
      )
    case 'plan':
      return (
        <CommandDialog
          {...common}
          command={commands.recordEndingPlan}
          fields={[
            { name: 'plan', kind: 'text', label: t('field.plan'), hint: t('field.planHint'), initial: one.plan ?? '' },
          ]}
        />
      )
    case 'addDebt':
      return (
        <CommandDialog
          {...common}
          command={commands.addBreathingSpaceDebt}
          fields={[
            { name: 'creditor', kind: 'line', label: t('field.creditor') },
            ...(one.status === 'ACTIVE'
              ? [{ name: 'startsOn', kind: 'day', label: t('field.startsOn'), hint: t('field.startsOnHint') } as const]
              : []),
          ]}
        />
      )
    case 'removeDebt':
      return (
        <CommandDialog
          {...common}
          submit={t('do.removeDebt')}
          intro={t('intro.removeDebt')}
          command={commands.removeBreathingSpaceDebt}
          about={{ ...about, breathingSpaceDebtId: doing.debtId }}
          fields={[]}
        />
      )
    case 'request':
      return (
        <CommandDialog
          {...common}
          command={commands.recordCreditorReviewRequest}
          about={{ ...about, breathingSpaceDebtId: doing.debtId }}
          fields={[
            { name: 'requestedOn', kind: 'day', label: t('field.requestedOn') },
            {
              name: 'reason',
              kind: 'choice',
              label: t('field.reviewReason'),
              choices: creditorReviewReasons.map((value) => ({ value, label: t(`reviewReason.${value}`) })),
            },
          ]}
        />
      )
    case 'decide':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.decide')}
          command={commands.decideCreditorReview}
          about={{ ...about, creditorReviewId: doing.reviewId }}
          fields={[
            { name: 'decidedOn', kind: 'day', label: t('field.decidedOn') },
            {
              name: 'outcome',
              kind: 'choice',
              label: t('field.outcome'),
              choices: creditorReviewOutcomes.map((value) => ({ value, label: t(`reviewOutcome.${value}`) })),
            },
            { name: 'reasoning', kind: 'text', label: t('field.reasoning'), hint: t('field.reasoningHint') },
          ]}
        />
      )
    case 'asked':
      return (
        <CommandDialog
          {...common}
          command={commands.recordPointOfContactAsked}
          fields={[{ name: 'askedOn', kind: 'day', label: t('field.askedOn') }]}
        />
      )
    case 'treatmentEnd':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.treatmentEnd')}
          command={commands.recordTreatmentEnd}
          fields={[{ name: 'treatmentEndedOn', kind: 'day', label: t('field.treatmentEndedOn') }]}
        />
      )
    case 'end': {
      const reasons =
        one.kind === 'STANDARD'
          ? breathingSpaceEndReasons.filter((value) => !crisisEndReasons.includes(value))
          : breathingSpaceEndReasons
      return (
        <CommandDialog
          {...common}
          submit={t('do.end')}
          intro={t('intro.end')}
          command={commands.endBreathingSpace}
          fields={[
            { name: 'endedOn', kind: 'day', label: t('field.endedOn') },
            {
              name: 'reason',
              kind: 'choice',
              label: t('field.endReason'),
              choices: reasons.map((value) => ({ value, label: t(`endReason.${value}`) })),
            },
          ]}
        />
      )
    }
  }
}
