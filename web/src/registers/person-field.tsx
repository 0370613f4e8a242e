import { useQuery } from '@apollo/client/react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { useViewer } from '../shell/viewer.tsx'
import { ComboBox } from '../ui/combo-box.tsx'
import { SkeletonLines } from '../ui/states.tsx'

const staff = graphql(`
  query RegisterStaff($centreId: ID!) {
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

/** Somebody who works at the centre, or the reader. */
export function PersonField({
  label,
  centreId,
  value,
  onChange,
  error,
}: {
  label: string
  centreId: string
  value: string | null
  onChange: (id: string | null) => void
  error?: string | undefined
}) {
  const { t } = useTranslation('registers')
  const role = useTranslation('shell').t
  const viewer = useViewer()
  const { data } = useQuery(staff, { variables: { centreId } })
  if (!data) return <SkeletonLines lines={2} label={t('loadingStaff')} />
  const choices = data.users.edges.flatMap(({ node }) => {
    const roles = node.memberships.find(({ centre, endedAt }) => centre.id === centreId && !endedAt)?.roles ?? []
    const [first] = roles.filter((held) => held !== 'CLIENT')
    return first ? [{ value: node.id, label: node.name, hint: role(`role.${first}`) }] : []
  })
  const all = choices.some(({ value: id }) => id === viewer.id)
    ? choices
    : [{ value: viewer.id, label: viewer.name, hint: t('you') }, ...choices]
  return <ComboBox label={label} choices={all} value={value} onChange={onChange} empty={t('nobody')} error={error} />
}
