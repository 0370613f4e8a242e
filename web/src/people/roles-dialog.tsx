import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Person } from './person-row.tsx'
import { RoleChoices } from './role-choices.tsx'

const changeRoles = graphql(`
  mutation ChangeRoles($input: ChangeRolesInput!) {
    changeRoles(input: $input) {
      __typename
      ... on Membership {
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

export function RolesDialog({
  person,
  centreId,
  centreName,
  onClose,
}: {
  person: Person
  centreId: string
  centreName: string
  onClose: () => void
}) {
  const { t } = useTranslation('people')
  const [roles, setRoles] = useState(person.roles)
  const [missing, setMissing] = useState(false)
  const { run, busy, refusal } = useCommand(changeRoles)
  const submit = async () => {
    if (roles.length === 0) return setMissing(true)
    setMissing(false)
    if (await run({ centreId, userId: person.id, roles })) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('changeTitle', { name: person.name })}
      intro={t('changeIntro', { centre: centreName })}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('saving', { ns: 'words' })} onPress={() => void submit()}>
            {t('saveRoles')}
          </Button>
        </>
      }
    >
      <div className="form">
        {refusal && !refusalOf(refusal, 'roles') && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        <RoleChoices
          value={roles}
          onChange={setRoles}
          error={missing ? t('rolesMissing') : refusalOf(refusal, 'roles')}
        />
      </div>
    </Dialog>
  )
}
