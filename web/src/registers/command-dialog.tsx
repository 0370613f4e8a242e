import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { FormField } from './form-field.tsx'
import { inputOf, isReadable, missingFields, type FormValues } from './form-values.ts'
import type { RegisterCommand } from './register-commands.ts'
import './registers.css'

const caseOfReference = graphql(`
  query CaseOfReference($reference: String!) {
    caseByReference(reference: $reference) {
      id
    }
  }
`)

/** What the pages of the registers show; all of it may have changed. */
const rootFields = [
  'complaints',
  'complaint',
  'subjectAccessRequests',
  'subjectAccessRequest',
  'dataBreaches',
  'dataBreach',
  'fileReviews',
  'fileReview',
]

/** The form of a command of the registers. */
export function CommandDialog({
  command,
  base,
  centreId,
  onClose,
  onDone,
}: {
  command: RegisterCommand
  /** What the form does not ask for, such as the complaint it is about. */
  base: Record<string, unknown>
  centreId: string
  onClose: () => void
  onDone?: (id: string) => void
}) {
  const { t } = useTranslation('registers')
  const client = useApolloClient()
  const [values, setValues] = useState<FormValues>({})
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const { run, busy, refusal } = useCommand(command.document)
  const names = command.fields.map(({ name }) => name)
  const elsewhere = refusal && !names.some((name) => refusalOf(refusal, name))

  const submit = async () => {
    const found: Record<string, string> = {}
    for (const name of missingFields(command.fields, values)) found[name] = t('missing')
    for (const field of command.fields) if (!isReadable(field, values)) found[field.name] = t('notReadable')
    const input: Record<string, unknown> = { ...base }
    for (const field of command.fields) {
      const given = inputOf(field, values)
      if (given === undefined) continue
      input[field.name] = field.kind === 'case' ? await caseIdOf(String(given)) : given
      if (input[field.name] === null) found[field.name] = t('noSuchCase')
    }
    setWrong(found)
    if (Object.keys(found).length > 0) return
    const made = await run(input)
    if (made === undefined) return
    refetchRootFields(client, rootFields)
    onClose()
    onDone?.((made as { id: string }).id)
  }
  const caseIdOf = async (reference: string): Promise<string | null> => {
    const { data } = await client.query({ query: caseOfReference, variables: { reference } })
    return data?.caseByReference?.id ?? null
  }

  return (
    <Dialog
      open
      onClose={onClose}
      wide={command.fields.length > 3}
      title={t(`command.${command.name}.title` as never) as string}
      intro={t(`command.${command.name}.intro` as never) as string}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('saving', { ns: 'words' })} onPress={() => void submit()}>
            {t(`command.${command.name}.submit` as never) as string}
          </Button>
        </>
      }
    >
      <div className="form">
        {elsewhere && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        {command.fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            values={values}
            centreId={centreId}
            onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
            error={wrong[field.name] ?? refusalOf(refusal, field.name)}
          />
        ))}
      </div>
    </Dialog>
  )
}
