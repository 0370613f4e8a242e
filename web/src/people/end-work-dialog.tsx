import { useApolloClient } from '@apollo/client/react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Person } from './person-row.tsx'

const endWork = graphql(`
  mutation EndWork($input: EndMembershipInput!) {
    endMembership(input: $input) {
      __typename
      ... on Membership {
        endedAt
        user {
          id
          ...PersonRow_user
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

export function EndWorkDialog({
  person,
  centreId,
  onClose,
}: {
  person: Person
  centreId: string
  onClose: () => void
}) {
  const { t } = useTranslation('people')
  const client = useApolloClient()
  const { run, busy, refusal } = useCommand(endWork)
  const submit = async () => {
    if (!(await run({ centreId, userId: person.id }))) return
    refetchRootFields(client, ['users'])
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('endTitle', { name: person.name })}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('ending')} onPress={() => void submit()}>
            {t('endSubmit')}
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
        <p>{t('endText')}</p>
      </div>
    </Dialog>
  )
}
