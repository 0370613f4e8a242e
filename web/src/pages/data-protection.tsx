import { useQuery } from '@apollo/client/react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay } from '../format/calendar-day.ts'
import { formatRecordedDay, formatTime } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { DataBreachState, DataRequestState } from '../generated/graphql.ts'
import { NextDeadline } from '../registers/clock-card.tsx'
import { CaseLink } from '../registers/detail-frame.tsx'
import { recordBreach, recordRequest } from '../registers/register-commands.ts'
import {
  AddToRegister,
  CentreChoice,
  OneOf,
  RegisterList,
  registerPageSize,
  useRegisterCentre,
} from '../registers/register-list.tsx'
import { breachStates, requestStates, type DataProtectionSearch } from '../registers/registers-search.ts'
import { PageHead } from '../ui/page-head.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Tag } from '../ui/tag.tsx'

const requestsPage = graphql(`
  query DataRequestsPage($first: Int!, $after: String, $filter: SubjectAccessRequestFilter) {
    subjectAccessRequests(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          kind
          receivedOn
          state
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

const breachesPage = graphql(`
  query DataBreachesPage($first: Int!, $after: String, $filter: DataBreachFilter) {
    dataBreaches(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          kind
          discoveredAt
          state
          reportable
          peopleAffected
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

const route = getRouteApi('/shell/registers/data-protection')

/** Requests of people about their data, and breaches. */
export function DataProtectionPage() {
  const { t } = useTranslation('registers')
  const navigate = useNavigate()
  const search = route.useSearch()
  const { centreId, several } = useRegisterCentre(search.centre)
  const breaches = search.part === 'breaches'
  const go = (next: DataProtectionSearch) => void navigate({ to: '/registers/data-protection', search: next })
  const List = breaches ? Breaches : Requests
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={t('dataProtection')}
        sentence={breaches ? t('breachesSentence') : t('requestsSentence')}
        actions={
          breaches ? (
            <AddToRegister command={recordBreach} centreId={centreId} goTo="/registers/breaches/$id" />
          ) : (
            <AddToRegister command={recordRequest} centreId={centreId} goTo="/registers/data-requests/$id" />
          )
        }
      />
      <div className="row wrap register-filters">
        <Segmented
          label={t('dataProtection')}
          value={breaches ? 'breaches' : 'requests'}
          choices={[
            { value: 'requests', label: t('list.requests.title') },
            { value: 'breaches', label: t('list.breaches.title') },
          ]}
          onChange={(part) =>
            go({ ...(search.centre && { centre: search.centre }), ...(part === 'breaches' && { part: 'breaches' }) })
          }
        />
        {several && <CentreChoice value={centreId} onChange={(centre) => go({ ...search, centre })} />}
      </div>
      <List key={centreId} centreId={centreId} search={search} go={go} />
    </main>
  )
}

interface Part {
  centreId: string
  search: DataProtectionSearch
  go: (search: DataProtectionSearch) => void
}

function Requests({ centreId, search, go }: Part) {
  const { t } = useTranslation('registers')
  const [pages, setPages] = useState<string[]>([])
  const { data, previousData, error, refetch } = useQuery(requestsPage, {
    variables: {
      first: registerPageSize,
      after: pages.at(-1) ?? null,
      filter: { centreId, ...(search.request && { states: [search.request] }) },
    },
    skip: !centreId,
  })
  return (
    <RegisterList
      name="requests"
      list={(data ?? previousData)?.subjectAccessRequests}
      failed={Boolean(error)}
      onRetry={() => void refetch()}
      pages={pages}
      onGo={setPages}
      columns={['received', 'kind', 'state', 'next', 'handler', 'case']}
      filters={
        <OneOf<DataRequestState>
          label={t('column.state')}
          group="requestState"
          values={requestStates}
          value={search.request}
          onChange={(request) => {
            setPages([])
            go({ ...(search.centre && { centre: search.centre }), ...(request && { request }) })
          }}
        />
      }
      renderRow={(node) => (
        <>
          <td className="figures unbroken">{formatRecordedDay(node.receivedOn)}</td>
          <th scope="row">
            <Link className="main" to="/registers/data-requests/$id" params={{ id: node.id }}>
              {t(`requestKind.${node.kind}`)}
            </Link>
          </th>
          <td>
            <Tag tone={node.state === 'OPEN' ? 'medium' : 'neutral'}>{t(`requestState.${node.state}`)}</Tag>
          </td>
          <td>
            <NextDeadline of={node.nextDeadline} />
          </td>
          <td>{node.handler?.name ?? <span className="muted">{t('nobodyYet')}</span>}</td>
          <td className="figures">
            <CaseLink of={node.case} />
          </td>
        </>
      )}
    />
  )
}

function Breaches({ centreId, search, go }: Part) {
  const { t } = useTranslation('registers')
  const [pages, setPages] = useState<string[]>([])
  const { data, previousData, error, refetch } = useQuery(breachesPage, {
    variables: {
      first: registerPageSize,
      after: pages.at(-1) ?? null,
      filter: { centreId, ...(search.breach && { states: [search.breach] }) },
    },
    skip: !centreId,
  })
  return (
    <RegisterList
      name="breaches"
      list={(data ?? previousData)?.dataBreaches}
      failed={Boolean(error)}
      onRetry={() => void refetch()}
      pages={pages}
      onGo={setPages}
      columns={['discovered', 'kind', 'state', 'next', 'people', 'case']}
      filters={
        <OneOf<DataBreachState>
          label={t('column.state')}
          group="breachState"
          values={breachStates}
          value={search.breach}
          onChange={(breach) => {
            setPages([])
            go({ ...(search.centre && { centre: search.centre }), part: 'breaches', ...(breach && { breach }) })
          }}
        />
      }
      renderRow={(node) => (
        <>
          <td className="figures unbroken">
            {formatRecordedDay(londonDay(node.discoveredAt))} {formatTime(node.discoveredAt)}
          </td>
          <th scope="row">
            <Link className="main" to="/registers/breaches/$id" params={{ id: node.id }}>
              {t(`breachKind.${node.kind}`)}
            </Link>
          </th>
          <td>
            <Tag tone={node.state === 'CLOSED' ? 'neutral' : 'medium'}>{t(`breachState.${node.state}`)}</Tag>
          </td>
          <td>
            <NextDeadline of={node.nextDeadline} />
          </td>
          <td className="figures">{node.peopleAffected}</td>
          <td className="figures">
            <CaseLink of={node.case} />
          </td>
        </>
      )}
    />
  )
}
