import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { dismissToast } from '../shell/toasts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'

const resolveAlert = graphql(`
  mutation ResolveAlert($input: ResolveAlertInput!) {
    resolveAlert(input: $input) {
      __typename
      ... on ComplianceAlert {
        id
        state
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

export function ResolveDialog({ alertId, title, onClose }: { alertId: string; title: string; onClose: () => void }) {
  const { t } = useTranslation('alerts')
  const client = useApolloClient()
  const [resolution, setResolution] = useState('')
  const [missing, setMissing] = useState(false)
  const { run, busy, refusal } = useCommand(resolveAlert)
  const submit = async () => {
    if (resolution.trim() === '') return setMissing(true)
    setMissing(false)
    if (!(await run({ alertId, resolution: resolution.trim() }))) return
    dismissToast(alertId)
    refetchRootFields(client, ['complianceAlerts'])
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('resolveTitle')}
      intro={t('resolveIntro')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('resolving')} onPress={() => void submit()}>
            {t('resolveSubmit')}
          </Button>
        </>
      }
    >
      <div className="form">
        <p>
          <b>{title}</b>
        </p>
        {refusal && !refusalOf(refusal, 'resolution') && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        <TextField
          label={t('resolution')}
          lines={3}
          autoFocus
          value={resolution}
          onChange={setResolution}
          error={missing ? t('resolutionMissing') : refusalOf(refusal, 'resolution')}
        />
      </div>
    </Dialog>
  )
}
