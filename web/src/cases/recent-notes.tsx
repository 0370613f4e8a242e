import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Link } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { RecentNotes_CaseFragment } from '../generated/graphql.ts'
import { categoryIcons } from '../notes/category-icon.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'

export const recentNotes = graphql(`
  fragment RecentNotes_case on Case {
    id
    recent: notes(first: 4) {
      totalCount
      edges {
        node {
          id
          category
          body
          withheld
          createdAt
          author {
            id
            name
          }
        }
      }
    }
  }
`)

/** The last notes in a line each. */
export function RecentNotes({ of }: { of: FragmentType<RecentNotes_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const words = { today: t('when.Today', { ns: 'words' }), yesterday: t('when.Yesterday', { ns: 'words' }) }
  const { data: found, complete } = useFragment({ fragment: recentNotes, fragmentName: 'RecentNotes_case', from: of })
  if (!complete) return null
  const { edges, totalCount } = found.recent
  return (
    <Card
      title={t('overview.recent')}
      actions={
        totalCount > 0 && (
          <Link to="/cases/$caseId/notes" params={{ caseId: found.id }}>
            {t('overview.allNotes', { count: totalCount })}
          </Link>
        )
      }
    >
      {edges.length === 0 && <p className="muted">{t('overview.noNotes')}</p>}
      <ul className="recent-notes">
        {edges.map(({ node }) => (
          <li key={node.id}>
            <Icon
              of={node.withheld ? Lock : categoryIcons[node.category ?? 'SYSTEM']}
              small
              className="muted line-icon"
            />
            <span className="grow note-words">
              <b>{node.author?.name ?? t('platform', { ns: 'words' })}</b>{' '}
              {node.withheld ? t('overview.withheld') : node.body}
            </span>
            <span className="tiny muted unbroken">{formatMoment(node.createdAt, londonToday(), words)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
