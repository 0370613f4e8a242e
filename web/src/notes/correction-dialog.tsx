import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { NoteCard_NoteFragment } from '../generated/graphql.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'

const correctNote = graphql(`
  mutation CorrectNote($input: AmendNoteInput!) {
    amendNote(input: $input) {
      __typename
      ... on Note {
        id
        body
        tags
        version
        versions {
          version
          body
          reason
          writtenAt
          writtenBy {
            id
            name
          }
        }
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export function CorrectionDialog({
  note,
  onClose,
}: {
  note: Pick<NoteCard_NoteFragment, 'id' | 'body' | 'version'>
  onClose: () => void
}) {
  const { t } = useTranslation('notes')
  const [body, setBody] = useState(note.body ?? '')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState<'body' | 'reason'>()
  const { run, busy, refusal } = useCommand(correctNote)
  const submit = async () => {
    if (body.trim() === '') return setMissing('body')
    if (reason.trim() === '') return setMissing('reason')
    setMissing(undefined)
    if (await run({ noteId: note.id, body, reason, expectedVersion: note.version })) onClose()
  }
  const otherRefusal = refusal && !refusalOf(refusal, 'body') && !refusalOf(refusal, 'reason')
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('correction.title')}
      intro={t('correction.intro')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('correction.saving')} onPress={() => void submit()}>
            {t('correction.submit')}
          </Button>
        </>
      }
    >
      <div className="form">
        {otherRefusal && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        <TextField
          label={t('correction.body')}
          lines={6}
          value={body}
          onChange={setBody}
          autoFocus
          error={missing === 'body' ? t('bodyMissing') : refusalOf(refusal, 'body')}
        />
        <TextField
          label={t('correction.reason')}
          value={reason}
          onChange={setReason}
          error={missing === 'reason' ? t('correction.reasonMissing') : refusalOf(refusal, 'reason')}
        />
      </div>
    </Dialog>
  )
}
