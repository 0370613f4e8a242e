import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { PersonRow_UserFragment, Role } from '../generated/graphql.ts'
import { useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Tag } from '../ui/tag.tsx'

export const personRow = graphql(`
  fragment PersonRow_user on User {
    id
    name
    email
    telephone
    active
    memberships {
      roles
      endedAt
      centre {
        id
        name
      }
    }
  }
`)

export interface Person {
  id: string
  name: string
  roles: Role[]
}

interface PersonRowProps {
  of: FragmentType<PersonRow_UserFragment>
  centreId: string
  onRoles: (person: Person) => void
  onEnd: (person: Person) => void
}

export function PersonRow({ of, centreId, onRoles, onEnd }: PersonRowProps) {
  const { t } = useTranslation('people')
  const role = useTranslation('shell').t
  const viewer = useViewer()
  const { data: user, complete } = useFragment({ fragment: personRow, fragmentName: 'PersonRow_user', from: of })
  if (!complete) return null
  const roles =
    user.memberships.find((membership) => membership.centre.id === centreId && !membership.endedAt)?.roles ?? []
  const person = { id: user.id, name: user.name, roles }
  return (
    <tr>
      <th scope="row">
        <b>{user.name}</b> {!user.active && <Tag>{t('closed')}</Tag>}
      </th>
      <td>{roles.map((name) => role(`role.${name}`)).join(', ')}</td>
      <td>{user.email}</td>
      <td className="figures unbroken">{user.telephone}</td>
      <td>
        {user.active && (
          <Button
            size="small"
            look="quiet"
            label={t('changeLabel', { name: user.name })}
            onPress={() => onRoles(person)}
          >
            {t('change')}
          </Button>
        )}
        {user.active && user.id !== viewer.id && (
          <Button size="small" look="quiet" label={t('endLabel', { name: user.name })} onPress={() => onEnd(person)}>
            {t('end')}
          </Button>
        )}
      </td>
    </tr>
  )
}
