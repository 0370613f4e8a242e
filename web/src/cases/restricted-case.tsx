import { useApolloClient, useQuery } from '@apollo/client/react'
import { useNavigate } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { RefusalNotice } from './restriction-dialogs.tsx'

const restrictedCase = graphql(`
  query RestrictedCase($of: String!) {
    restrictedCase(idOrReference: $of) {
      id
      hours
    }
  }
`)
const breakGlass = graphql(`
  mutation BreakGlass($input: BreakGlassInput!) {
    breakGlass(input: $input) {
      __typename
      ... on Case {
        id
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

/** For a caseworker who named a case that can't be found: whether it is restricted, and the way in when a client is in danger. */
export function RestrictedCase({ of }: { of: string }) {
  const { t } = useTranslation('cases')
  const viewer = useViewer()
  const [opening, setOpening] = useState(false)
  const { data } = useQuery(restrictedCase, {
    variables: { of },
    skip: !offers.breakGlass(viewer),
    fetchPolicy: 'network-only',
  })
  const found = data?.restrictedCase
  if (!found) return null
  return (
    <Notice kind="refusal" icon={Lock} title={t('breakGlass.notice')} role="status">
      <p>{t('breakGlass.noticeText')}</p>
      <Button onPress={() => setOpening(true)}>{t('breakGlass.open')}</Button>
      {opening && <BreakGlassDialog caseId={found.id} hours={found.hours} onClose={() => setOpening(false)} />}
    </Notice>
  )
}

function BreakGlassDialog({ caseId, hours, onClose }: { caseId: string; hours: number; onClose: () => void }) {
  const { t } = useTranslation('cases')
  const client = useApolloClient()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { run, busy, refusal } = useCommand(breakGlass)
  const submit = async () => {
    if (reason.trim() === '') return setMissing(true)
    setMissing(false)
    if (!(await run({ caseId, reason: reason.trim() }))) return
    onClose()
    await navigate({ to: '/cases/$caseId', params: { caseId } })
    // What was answered with nothing is now there.
    await client.refetchQueries({ include: 'active' })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('breakGlass.title')}
      intro={t('breakGlass.intro', { hours })}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('breakGlass.opening')} onPress={() => void submit()}>
            {t('breakGlass.submit', { hours })}
          </Button>
        </>
      }
    >
      <div className="form">
        <RefusalNotice refusal={refusal} fields={['reason']} />
        <TextField
          label={t('breakGlass.reason')}
          hint={t('breakGlass.reasonHint')}
          lines={3}
          value={reason}
          onChange={setReason}
          error={missing ? t('breakGlass.missing') : refusalOf(refusal, 'reason')}
        />
      </div>
    </Dialog>
  )
}
