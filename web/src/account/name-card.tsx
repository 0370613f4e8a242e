import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'

const updateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      __typename
      ... on User {
        id
        name
        telephone
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export function NameCard() {
  const { t } = useTranslation('account')
  const viewer = useViewer()
  const role = useTranslation('shell').t
  const [name, setName] = useState(viewer.name)
  const [done, setDone] = useState(false)
  const { run, busy, refusal } = useCommand(updateProfile)
  return (
    <Card title={t('you')}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void run({ name: name.trim() }).then((saved) => setDone(Boolean(saved)))
        }}
      >
        {refusal && !refusalOf(refusal, 'name') && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        <TextField
          label={t('name')}
          value={name}
          onChange={setName}
          autoComplete="name"
          error={refusalOf(refusal, 'name')}
        />
        <p className="row wrap">
          <Button type="submit" busy={busy && t('saving', { ns: 'words' })}>
            {t('save')}
          </Button>
          <span role="status" className="text-success">
            {done && t('nameSaved')}
          </span>
        </p>
      </form>
      <h3 className="work-at">{t('workAt')}</h3>
      <ul>
        {viewer.memberships.map(({ centre, roles }) => (
          <li key={centre.id}>
            {centre.name}: <span className="muted">{roles.map((held) => role(`role.${held}`)).join(', ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
