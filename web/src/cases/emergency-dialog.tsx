import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { EmergencyKind } from '../generated/graphql.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { emergencyKinds } from './case-terms.ts'

const recordEmergency = graphql(`
  mutation RecordEmergency($input: RecordEmergencyInput!) {
    recordEmergency(input: $input) {
      __typename
      ... on Case {
        id
        nextAction {
          kind
          dueOn
          summary
        }
        ...Emergencies_case
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export function EmergencyDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation('cases')
  const [kind, setKind] = useState<EmergencyKind>('EVICTION')
  const [occursOn, setOccursOn] = useState<string>()
  const [note, setNote] = useState('')
  const { run, busy, refusal } = useCommand(recordEmergency)
  const submit = async () => {
    if (await run({ caseId, kind, ...(occursOn ? { occursOn } : {}), ...(note.trim() ? { note: note.trim() } : {}) }))
      onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('emergencyForm.title')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('emergencyForm.recording')} onPress={() => void submit()}>
            {t('emergencyForm.submit')}
          </Button>
        </>
      }
    >
      <div className="form">
        {refusal && refusal.field === null && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        <Select
          label={t('emergencyForm.kind')}
          value={kind}
          choices={emergencyKinds.map((value) => ({ value, label: t(`emergency.${value}`) }))}
          onChange={setKind}
          error={refusalOf(refusal, 'kind')}
        />
        <DateField
          label={t('emergencyForm.when')}
          optional
          hint={t('dateHint', { ns: 'words' })}
          value={occursOn}
          onChange={setOccursOn}
          error={refusalOf(refusal, 'occursOn')}
        />
        <TextField
          label={t('emergencyForm.note')}
          optional
          lines={3}
          value={note}
          onChange={setNote}
          error={refusalOf(refusal, 'note')}
        />
      </div>
    </Dialog>
  )
}
