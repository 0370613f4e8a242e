import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { UserPlus, Users } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import { AddColleagueDialog } from '../people/add-colleague-dialog.tsx'
import { EndWorkDialog } from '../people/end-work-dialog.tsx'
import { PersonRow, type Person } from '../people/person-row.tsx'
import { RolesDialog } from '../people/roles-dialog.tsx'
import { useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Select } from '../ui/select.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../people/people.css'
import '../ui/table.css'
import '../people/texts.ts'

const peoplePage = graphql(`
  query PeoplePage($centreId: ID!, $search: String, $first: Int!) {
    users(centreId: $centreId, search: $search, first: $first) {
      totalCount
      edges {
        node {
          id
          ...PersonRow_user
        }
      }
    }
  }
`)

/** A centre has tens of people, not thousands: one page holds them. */
const pageSize = 100
const route = getRouteApi('/shell/people')

/** Who works at a centre and as what. */
export function PeoplePage() {
  const { t } = useTranslation('people')
  const viewer = useViewer()
  const navigate = useNavigate()
  const { centre: asked, find } = route.useSearch()
  const centreId = asked ?? viewer.memberships[0]?.centre.id ?? viewer.centres[0]?.id ?? ''
  const centre = viewer.centres.find(({ id }) => id === centreId)
  const [dialog, setDialog] = useState<{ kind: 'add' } | { kind: 'roles' | 'end'; person: Person }>()
  const { data, previousData, error, refetch } = useQuery(peoplePage, {
    variables: { centreId, search: find ?? null, first: pageSize },
    skip: !centreId,
  })
  const shown = (data ?? previousData)?.users
  const search = useCallback(
    (text: string) =>
      void navigate({
        to: '/people',
        search: { ...(asked ? { centre: asked } : {}), ...(text ? { find: text } : {}) },
        replace: true,
      }),
    [navigate, asked],
  )
  const close = () => setDialog(undefined)
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={t('title')}
        sentence={shown && centre ? t('sentence', { count: shown.totalCount, centre: centre.name }) : t('loading')}
        actions={
          <Button look="primary" icon={<Icon of={UserPlus} />} onPress={() => setDialog({ kind: 'add' })}>
            {t('add')}
          </Button>
        }
      />
      <div className="row wrap people-filters">
        <SearchField label={t('search')} value={find ?? ''} onSearch={search} />
        {viewer.centres.length > 1 && (
          <Select
            label={t('which')}
            hideLabel
            value={centreId}
            choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => void navigate({ to: '/people', search: { centre: id } })}
          />
        )}
      </div>
      {error && !shown ? (
        <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
      ) : !shown ? (
        <SkeletonLines lines={8} label={t('loading')} />
      ) : shown.edges.length === 0 ? (
        <section className="card">
          <EmptyState icon={Users} title={t('empty')} />
        </section>
      ) : (
        <div className="card table-card" tabIndex={0} role="region" aria-label={t('title')}>
          <table className="table people-table">
            <thead>
              <tr>
                <th scope="col">{t('column.name')}</th>
                <th scope="col">{t('column.roles')}</th>
                <th scope="col">{t('column.email')}</th>
                <th scope="col">{t('column.phone')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.edges.map(({ node }) => (
                <PersonRow
                  key={node.id}
                  of={node}
                  centreId={centreId}
                  onRoles={(person) => setDialog({ kind: 'roles', person })}
                  onEnd={(person) => setDialog({ kind: 'end', person })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {dialog?.kind === 'add' && <AddColleagueDialog centreId={centreId} onClose={close} />}
      {dialog?.kind === 'roles' && (
        <RolesDialog person={dialog.person} centreId={centreId} centreName={centre?.name ?? ''} onClose={close} />
      )}
      {dialog?.kind === 'end' && <EndWorkDialog person={dialog.person} centreId={centreId} onClose={close} />}
    </main>
  )
}
