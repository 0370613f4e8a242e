import { useQuery } from '@apollo/client/react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { FileReviewGrade, FileReviewState } from '../generated/graphql.ts'
import { NextDeadline } from '../registers/clock-card.tsx'
import { drawSample } from '../registers/register-commands.ts'
import {
  AddToRegister,
  CentreChoice,
  OneOf,
  RegisterList,
  registerPageSize,
  useRegisterCentre,
} from '../registers/register-list.tsx'
import { reviewGrades, reviewStates, type FileReviewsSearch } from '../registers/registers-search.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Tag } from '../ui/tag.tsx'

const fileReviewsPage = graphql(`
  query FileReviewsPage($first: Int!, $after: String, $filter: FileReviewFilter) {
    fileReviews(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          quarter
          state
          grade
          adviserGrade
          adviser {
            id
            name
          }
          reviewer {
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

const route = getRouteApi('/shell/registers/file-reviews')
const tones = { GOOD: 'success', ADEQUATE: 'neutral', POOR: 'high', HARM: 'critical' } as const

/** The files that a second person looks through. */
export function FileReviewsPage() {
  const { t } = useTranslation('registers')
  const viewer = useViewer()
  const navigate = useNavigate()
  const search = route.useSearch()
  const [pages, setPages] = useState<string[]>([])
  const { centreId, several } = useRegisterCentre(search.centre)
  const { data, previousData, error, refetch } = useQuery(fileReviewsPage, {
    variables: {
      first: registerPageSize,
      after: pages.at(-1) ?? null,
      filter: {
        centreId,
        ...(search.state && { states: [search.state] }),
        ...(search.grade && { grades: [search.grade] }),
      },
    },
    skip: !centreId,
  })
  const list = (data ?? previousData)?.fileReviews
  const go = (change: Partial<Record<keyof FileReviewsSearch, string | undefined>>) => {
    setPages([])
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined)
    void navigate({ to: '/registers/file-reviews', search: Object.fromEntries(next) as FileReviewsSearch })
  }
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={t('list.reviews.title')}
        sentence={list ? t('list.reviews.sentence', { count: list.totalCount }) : t('list.reviews.loading')}
        actions={
          offers.drawFileReviews(viewer) ? <AddToRegister command={drawSample} centreId={centreId} /> : undefined
        }
      />
      <RegisterList
        name="reviews"
        list={list}
        failed={Boolean(error)}
        onRetry={() => void refetch()}
        pages={pages}
        onGo={setPages}
        columns={['case', 'adviser', 'state', 'grade', 'next', 'reviewer']}
        filters={
          <>
            <OneOf<FileReviewState>
              label={t('column.state')}
              group="reviewState"
              values={reviewStates}
              value={search.state}
              onChange={(state) => go({ state })}
            />
            <OneOf<FileReviewGrade>
              label={t('column.grade')}
              group="grade"
              values={reviewGrades}
              value={search.grade}
              onChange={(grade) => go({ grade })}
            />
            {several && <CentreChoice value={centreId} onChange={(centre) => go({ centre })} />}
          </>
        }
        renderRow={(node) => (
          <>
            <th scope="row" className="figures">
              <Link className="main" to="/registers/file-reviews/$id" params={{ id: node.id }}>
                {node.case?.reference ?? t('hiddenCase')}
              </Link>
              <span className="tiny muted unbroken"> {node.quarter}</span>
            </th>
            <td>
              {node.adviser?.name}
              <span className="tiny muted"> {t(`adviserGrade.${node.adviserGrade}`)}</span>
            </td>
            <td>{t(`reviewState.${node.state}`)}</td>
            <td>{node.grade && <Tag tone={tones[node.grade]}>{t(`grade.${node.grade}`)}</Tag>}</td>
            <td>
              <NextDeadline of={node.nextDeadline} />
            </td>
            <td>{node.reviewer?.name ?? <span className="muted">{t('nobodyYet')}</span>}</td>
          </>
        )}
      />
    </main>
  )
}
