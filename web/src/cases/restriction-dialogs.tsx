import { useApolloClient, useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { graphql } from '../generated/gql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand, type Refusal } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { SkeletonLines } from '../ui/states.tsx'
import { TextField } from '../ui/text-field.tsx'

const peopleForCase = graphql(`
  query PeopleForCase($centreId: ID!) {
    users(centreId: $centreId, first: 100) {
      edges {
        node {
          id
          name
          memberships {
            roles
            endedAt
            centre {
              id
            }
          }
        }
      }
    }
  }
`)
const restrictCase = graphql(`
  mutation RestrictCase($input: RestrictCaseInput!) {
    restrictCase(input: $input) {
      __typename
      ... on Case {
        id
        allowed
        ...Restriction_case
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)
const liftRestriction = graphql(`
  mutation LiftRestriction($input: LiftRestrictionInput!) {
    liftRestriction(input: $input) {
      __typename
      ... on Case {
        id
        allowed
        ...Restriction_case
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

/** Whose roles show them every restricted case, so that naming them would say nothing. */
const seeAll = ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER']
const workers = ['ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR']

interface RestrictProps {
  caseId: string
  centreId: string
  /** Who is named now; the case's adviser is proposed for a new restriction. */
  named: string[]
  reason: string
  onClose: () => void
}

/** Says who may see a case, for the first time or anew. */
export function RestrictDialog({ caseId, centreId, named, reason: before, onClose }: RestrictProps) {
  const { t } = useTranslation('cases')
  const client = useApolloClient()
  const role = useTranslation('shell').t
  const [reason, setReason] = useState(before)
  const [allowed, setAllowed] = useState(named)
  const [missing, setMissing] = useState(false)
  const { data } = useQuery(peopleForCase, { variables: { centreId } })
  const { run, busy, refusal } = useCommand(restrictCase)
  const people = data?.users.edges.flatMap(({ node }) => {
    const roles: string[] =
      node.memberships.find((membership) => membership.centre.id === centreId && !membership.endedAt)?.roles ?? []
    const works = workers.find((held) => roles.includes(held)) as 'ADVISER' | undefined
    return works && !roles.some((held) => seeAll.includes(held))
      ? [{ value: node.id, label: node.name, hint: role(`role.${works}`) }]
      : []
  })
  const submit = async () => {
    if (reason.trim() === '') return setMissing(true)
    setMissing(false)
    if (!(await run({ caseId, reason: reason.trim(), allowedUserIds: allowed }))) return
    refetchRootFields(client, ['cases', 'auditTrail'])
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('restriction.title')}
      intro={t('restriction.intro')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('saving', { ns: 'words' })} onPress={() => void submit()}>
            {t('restriction.submit')}
          </Button>
        </>
      }
    >
      <div className="form">
        <RefusalNotice refusal={refusal} fields={['reason']} />
        <TextField
          label={t('restriction.reason')}
          hint={t('restriction.reasonHint')}
          lines={3}
          value={reason}
          onChange={setReason}
          error={missing ? t('restriction.missing') : refusalOf(refusal, 'reason')}
        />
        {people ? (
          <CheckboxGroup className="field" value={allowed} onChange={setAllowed}>
            <Label className="label">{t('restriction.allowed')}</Label>
            <Text slot="description" className="hint">
              {t('restriction.allowedHint')}
            </Text>
            {people.map(({ value, label, hint }) => (
              <Checkbox key={value} value={value} hint={hint}>
                {label}
              </Checkbox>
            ))}
          </CheckboxGroup>
        ) : (
          <SkeletonLines lines={4} label={t('restriction.loading')} />
        )}
      </div>
    </Dialog>
  )
}

export function LiftDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation('cases')
  const client = useApolloClient()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { run, busy, refusal } = useCommand(liftRestriction)
  const submit = async () => {
    if (reason.trim() === '') return setMissing(true)
    setMissing(false)
    if (!(await run({ caseId, reason: reason.trim() }))) return
    refetchRootFields(client, ['cases', 'auditTrail'])
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('restriction.liftTitle')}
      intro={t('restriction.liftIntro')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('saving', { ns: 'words' })} onPress={() => void submit()}>
            {t('restriction.lift')}
          </Button>
        </>
      }
    >
      <div className="form">
        <RefusalNotice refusal={refusal} fields={['reason']} />
        <TextField
          label={t('restriction.liftReason')}
          lines={3}
          value={reason}
          onChange={setReason}
          error={missing ? t('restriction.missing') : refusalOf(refusal, 'reason')}
        />
      </div>
    </Dialog>
  )
}

/** A refusal that is about none of the fields shown. */
export function RefusalNotice({ refusal, fields }: { refusal: Refusal | undefined; fields: string[] }) {
  if (!refusal || fields.some((field) => refusalOf(refusal, field))) return null
  return (
    <Notice kind="refusal" role="alert">
      <p>{refusal.message}</p>
    </Notice>
  )
}
