import { useApolloClient, useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { ComboBox } from '../ui/combo-box.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { SkeletonLines } from '../ui/states.tsx'
import { assignCase } from './assign-case.ts'

const colleagues = graphql(`
  query Colleagues($centreId: ID!) {
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

/** Giving a case to an adviser of its centre. */
export function AssignDialog({
  caseId,
  centreId,
  adviserId,
  onClose,
}: {
  caseId: string
  centreId: string
  adviserId: string | null
  onClose: () => void
}) {
  const { t } = useTranslation('cases')
  const client = useApolloClient()
  const role = useTranslation('shell').t
  const [chosen, setChosen] = useState<string | null>(adviserId)
  const [missing, setMissing] = useState(false)
  const { data } = useQuery(colleagues, { variables: { centreId } })
  const { run, busy, refusal } = useCommand(assignCase)
  const choices = data?.users.edges.flatMap(({ node }) => {
    const roles =
      node.memberships.find((membership) => membership.centre.id === centreId && !membership.endedAt)?.roles ?? []
    const advises = roles.find((held) => held === 'ADVISER' || held === 'TRAINEE_ADVISER')
    return advises ? [{ value: node.id, label: node.name, hint: role(`role.${advises}`) }] : []
  })
  const submit = async () => {
    if (chosen === null) return setMissing(true)
    setMissing(false)
    if (!(await run({ caseId, adviserId: chosen }))) return
    refetchRootFields(client, ['cases'])
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('assign.title')}
      intro={t('assign.intro')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
          <Button look="primary" busy={busy && t('saving', { ns: 'words' })} onPress={() => void submit()}>
            {t('assign.submit')}
          </Button>
        </>
      }
    >
      <div className="form">
        {refusal && !refusalOf(refusal, 'adviserId') && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        {choices ? (
          <ComboBox
            label={t('assign.to')}
            choices={choices}
            value={chosen}
            onChange={setChosen}
            empty={t('assign.nobody')}
            error={missing ? t('assign.missing') : refusalOf(refusal, 'adviserId')}
          />
        ) : (
          <SkeletonLines lines={2} label={t('assign.loading')} />
        )}
      </div>
    </Dialog>
  )
}
