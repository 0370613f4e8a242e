import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { Role } from '../generated/graphql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { RoleChoices } from './role-choices.tsx'

const addColleague = graphql(`
  mutation AddColleague($input: AddUserInput!) {
    addUser(input: $input) {
      __typename
      ... on UserAdded {
        setPasswordLink
        setPasswordLinkExpiresAt
        user {
          id
          name
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

export function AddColleagueDialog({ centreId, onClose }: { centreId: string; onClose: () => void }) {
  const { t } = useTranslation('people')
  const words = useTranslation('words').t
  const client = useApolloClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [telephone, setTelephone] = useState('')
  const [roles, setRoles] = useState<Role[]>(['ADVISER'])
  const [tried, setTried] = useState(false)
  const [added, setAdded] = useState<{ name: string; link: string; until: string }>()
  const { run, busy, refusal } = useCommand(addColleague)
  const problems = {
    name: name.trim() === '' ? t('nameMissing') : undefined,
    email: /.+@.+/.test(email.trim()) ? undefined : t('emailMissing'),
    roles: roles.length === 0 ? t('rolesMissing') : undefined,
  }
  const submit = async () => {
    setTried(true)
    if (Object.values(problems).some(Boolean)) return
    const result = await run({
      centreId,
      name: name.trim(),
      email: email.trim(),
      roles,
      ...(telephone.trim() ? { telephone: telephone.trim() } : {}),
    })
    if (result?.__typename !== 'UserAdded') return
    setAdded({
      name: result.user.name,
      link: result.setPasswordLink,
      until: formatMoment(result.setPasswordLinkExpiresAt, londonToday(), {
        today: words('when.Today'),
        yesterday: words('when.Yesterday'),
      }),
    })
    refetchRootFields(client, ['users'])
  }
  if (added) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('linkTitle', { name: added.name })}
        footer={
          <Button look="primary" onPress={onClose}>
            {words('close')}
          </Button>
        }
      >
        <p>{t('linkText', { when: added.until })}</p>
        <p className="one-time-link">{added.link}</p>
        <CopyButton text={added.link} label={t('copy')} doneLabel={t('copied')} />
      </Dialog>
    )
  }
  const shown = (field: keyof typeof problems) => (tried ? problems[field] : undefined) ?? refusalOf(refusal, field)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('addTitle')}
      intro={t('addIntro')}
      footer={
        <>
          <Button onPress={onClose}>{words('cancel')}</Button>
          <Button look="primary" busy={busy && t('adding')} onPress={() => void submit()}>
            {t('submit')}
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
        <TextField
          label={t('name')}
          value={name}
          onChange={setName}
          autoFocus
          autoComplete="off"
          error={shown('name')}
        />
        <TextField
          label={t('email')}
          type="email"
          value={email}
          onChange={setEmail}
          autoComplete="off"
          error={shown('email')}
        />
        <TextField
          label={t('phone')}
          optional
          type="tel"
          value={telephone}
          onChange={setTelephone}
          autoComplete="off"
          error={refusalOf(refusal, 'telephone')}
        />
        <RoleChoices value={roles} onChange={setRoles} error={shown('roles')} />
      </div>
    </Dialog>
  )
}
