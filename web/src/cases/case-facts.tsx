import { useApolloClient, useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { londonDay } from '../format/calendar-day.ts'
import { formatRecordedDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { CaseFacts_CaseFragment } from '../generated/graphql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { useCommand } from '../graph/use-command.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { assignCase } from './assign-case.ts'

export const caseFacts = graphql(`
  fragment CaseFacts_case on Case {
    id
    type
    jurisdiction
    openedAt
    tags
    allowed
    adviser {
      id
      name
    }
    centre {
      id
      name
    }
  }
`)

const AssignDialog = lazy(() => import('./assign-dialog.tsx').then((module) => ({ default: module.AssignDialog })))

export function CaseFacts({ of }: { of: FragmentType<CaseFacts_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const viewer = useViewer()
  const client = useApolloClient()
  const { data: found, complete } = useFragment({ fragment: caseFacts, fragmentName: 'CaseFacts_case', from: of })
  const [giving, setGiving] = useState(false)
  const take = useCommand(assignCase)
  if (!complete) return null
  const mayTake = !found.adviser && found.allowed.includes('ASSIGN') && offers.ownCases(viewer)
  const takeIt = async () => {
    if (await take.run({ caseId: found.id, adviserId: viewer.id })) refetchRootFields(client, ['cases'])
  }
  return (
    <Card title={t('overview.case')}>
      <dl className="facts">
        <dt>{t('overview.adviser')}</dt>
        <dd>
          {found.adviser
            ? found.adviser.id === viewer.id
              ? t('you', { name: found.adviser.name, ns: 'words' })
              : found.adviser.name
            : t('overview.nobody')}
          {mayTake && (
            <Button size="small" busy={take.busy && t('saving', { ns: 'words' })} onPress={() => void takeIt()}>
              {t('overview.take')}
            </Button>
          )}
          {found.allowed.includes('ASSIGN') && !mayTake && (
            <Button look="quiet" size="small" className="give-case" onPress={() => setGiving(true)}>
              {t('assign.open')}
            </Button>
          )}
          {take.refusal && (
            <p className="text-critical" role="alert">
              {take.refusal.message}
            </p>
          )}
        </dd>
        <dt>{t('overview.centre')}</dt>
        <dd>{found.centre?.name}</dd>
        <dt>{t('overview.typeIs')}</dt>
        <dd>{t(`type.${found.type}`)}</dd>
        <dt>{t('overview.law')}</dt>
        <dd>{t(`jurisdiction.${found.jurisdiction}`)}</dd>
        <dt>{t('overview.opened')}</dt>
        <dd>{formatRecordedDay(londonDay(found.openedAt))}</dd>
        {found.tags.length > 0 && (
          <>
            <dt>{t('overview.tags')}</dt>
            <dd className="row wrap">
              {found.tags.map((tag) => (
                <Link key={tag} to="/cases" search={{ view: 'centre', tag }}>
                  {tag}
                </Link>
              ))}
            </dd>
          </>
        )}
      </dl>
      <Suspense>
        {giving && found.centre && (
          <AssignDialog
            caseId={found.id}
            centreId={found.centre.id}
            adviserId={found.adviser?.id ?? null}
            onClose={() => setGiving(false)}
          />
        )}
      </Suspense>
    </Card>
  )
}
