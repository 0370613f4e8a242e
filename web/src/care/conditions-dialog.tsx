import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  BreathingSpaceFile_OneFragment as One,
  EligibilityAnswer,
  EligibilityCode,
  EligibilityInput,
} from '../generated/graphql.ts'
import { useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { recordBreathingSpaceEligibility } from './breathing-space-commands.ts'
import { eligibilityAnswers } from './care-terms.ts'

const inputNames: Record<EligibilityCode, keyof EligibilityInput> = {
  ENGLAND_OR_WALES: 'englandOrWales',
  NO_DEBT_RELIEF_ORDER: 'noDebtReliefOrder',
  NO_INTERIM_ORDER_OR_IVA: 'noInterimOrderOrIva',
  NOT_UNDISCHARGED_BANKRUPT: 'notUndischargedBankrupt',
  NONE_IN_LAST_12_MONTHS: 'noneInLast12Months',
}

/** One answer for each condition. What the case file itself shows can't be answered otherwise. */
export function ConditionsDialog({ one, onClose }: { one: One; onClose: () => void }) {
  const { t } = useTranslation('care')
  const { run, busy, refusal } = useCommand(recordBreathingSpaceEligibility)
  const [answers, setAnswers] = useState<Partial<Record<EligibilityCode, EligibilityAnswer>>>({})
  const send = async () => {
    const eligibility: EligibilityInput = Object.fromEntries(
      one.eligibility
        .filter(({ reason }) => reason === null)
        .map(({ code, answer }) => [inputNames[code], answers[code] ?? answer]),
    )
    if (await run({ breathingSpaceId: one.id, eligibility })) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('form.conditions')}
      intro={t('intro.conditions')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('saving', { ns: 'words' })} onPress={() => void send()}>
            {t('record')}
          </Button>
        </>
      }
    >
      <div className="form">
        {refusal && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        {one.eligibility.map(({ code, text, answer, reason }) =>
          reason === null ? (
            <Select
              key={code}
              label={text}
              value={answers[code] ?? answer}
              choices={eligibilityAnswers.map((value) => ({ value, label: t(`answer.${value}`) }))}
              onChange={(value) => setAnswers((before) => ({ ...before, [code]: value }))}
            />
          ) : (
            <Notice key={code} kind="high" title={text}>
              <p>{reason}</p>
            </Notice>
          ),
        )}
      </div>
    </Dialog>
  )
}
