import { useQuery } from '@apollo/client/react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRecordedDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { ComplaintState } from '../generated/graphql.ts'
import { NextDeadline } from '../registers/clock-card.tsx'
import { CaseLink } from '../registers/detail-frame.tsx'
import { recordComplaint } from '../registers/register-commands.ts'
import {
  AddToRegister,
  CentreChoice,
  OneOf,
  RegisterList,
  registerPageSize,
  useRegisterCentre,
} from '../registers/register-list.tsx'
import { complaintStates, type ComplaintsSearch } from '../registers/registers-search.ts'
import { PageHead } from '../ui/page-head.tsx'
import { Tag } from '../ui/tag.tsx'

const complaintsPage = graphql(`
  query ComplaintsPage($first: Int!, $after: String, $filter: ComplaintFilter) {
    complaints(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          receivedOn
          subject
          state
          outcome
          handler {
            id
            name
          }
          case {
            id
            reference
          }
          nextDeadline {
            text
            dueAt
            force
            overdue
          }
        }
      }
    }
  }
`)

const route = getRouteApi('/shell/registers/complaints')

/** The complaints of a centre, the newest first. */
export function ComplaintsPage() {
  const { t } = useTranslation('registers')
  const navigate = useNavigate()
  const search = route.useSearch()
  const [pages, setPages] = useState<string[]>([])
  const { centreId, several } = useRegisterCentre(search.centre)
  const states = search.state ? [search.state] : undefined
  const { data, previousData, error, refetch } = useQuery(complaintsPage, {
    variables: {
      first: registerPageSize,
      after: pages.at(-1) ?? null,
      filter: { centreId, ...(states && { states }) },
    },
    skip: !centreId,
  })
  const list = (data ?? previousData)?.complaints
  const go = (next: ComplaintsSearch) => {
    setPages([])
    void navigate({ to: '/registers/complaints', search: next })
  }
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={t('list.complaints.title')}
        sentence={list ? t('list.complaints.sentence', { count: list.totalCount }) : t('list.complaints.loading')}
        actions={<AddToRegister command={recordComplaint} centreId={centreId} goTo="/registers/complaints/$id" />}
      />
      <RegisterList
        name="complaints"
        list={list}
        failed={Boolean(error)}
        onRetry={() => void refetch()}
        pages={pages}
        onGo={setPages}
        columns={['received', 'subject', 'state', 'next', 'handler', 'case']}
        filters={
          <>
            <OneOf<ComplaintState>
              label={t('column.state')}
              group="complaintState"
              values={complaintStates}
              value={search.state}
              onChange={(state) => go({ ...(search.centre && { centre: search.centre }), ...(state && { state }) })}
            />
            {several && (
              <CentreChoice
                value={centreId}
                onChange={(centre) => go({ ...(search.state && { state: search.state }), centre })}
              />
            )}
          </>
        }
        renderRow={(node) => (
          <>
            <td className="figures unbroken">{formatRecordedDay(node.receivedOn)}</td>
            <th scope="row">
              <Link className="main" to="/registers/complaints/$id" params={{ id: node.id }}>
                {t(`subject.${node.subject}`)}
              </Link>
            </th>
            <td>
              <Tag tone={node.state === 'OPEN' ? 'medium' : 'neutral'}>{t(`complaintState.${node.state}`)}</Tag>
            </td>
            <td>{node.outcome ? t(`outcome.${node.outcome}`) : <NextDeadline of={node.nextDeadline} />}</td>
            <td>{node.handler?.name ?? <span className="muted">{t('nobodyYet')}</span>}</td>
            <td className="figures">{<CaseLink of={node.case} />}</td>
          </>
        )}
      />
    </main>
  )
}
