import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowRight, Pencil } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { CaseHeader_CaseFragment } from '../generated/graphql.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Stepper } from '../ui/stage-bar.tsx'
import { stepOf, steps } from '../ui/stages.ts'
import { Count } from '../ui/tag.tsx'
import { CaseTags } from './case-tags.tsx'
import { useClientName } from './client-name.ts'
import '../ui/tabs.css'
import './case-header.css'
import './case-list.css'

// Few cases are restricted, and few may restrict one: the others need not wait for this.
const restricting = () => import('./restriction.tsx')
const Restriction = lazy(() => restricting().then((module) => ({ default: module.Restriction })))
const RestrictButton = lazy(() => restricting().then((module) => ({ default: module.RestrictButton })))
const StageDialog = lazy(() => import('./stage-dialog.tsx').then((module) => ({ default: module.StageDialog })))

export const caseHeader = graphql(`
  fragment CaseHeader_case on Case {
    id
    reference
    stage
    nextStages
    allowed
    restriction {
      since
    }
    client {
      id
      name
    }
    jointClient {
      id
      name
    }
    stageHistory {
      to
    }
    noteCount: notes(first: 1) {
      totalCount
    }
    tasks {
      id
    }
    compliance {
      completionPercentage
    }
    ...CaseTags_case
    ...Restriction_case
  }
`)

/** Who, how far, and the parts of the case. Sticks under the bar. */
export function CaseHeader({ of }: { of: FragmentType<CaseHeader_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const words = useTranslation('words').t
  const nameOf = useClientName()
  const viewer = useViewer()
  const navigate = useNavigate()
  const [moving, setMoving] = useState(false)
  const { data: found, complete } = useFragment({ fragment: caseHeader, fragmentName: 'CaseHeader_case', from: of })
  const params = { caseId: found.id ?? '' }
  useShortcut('n', () => void navigate({ to: '/cases/$caseId/notes', params }), complete)
  useShortcut('d', () => void navigate({ to: '/cases/$caseId/compliance', params, search: {} }), complete)
  if (!complete) return null
  const number = stepOf(found.stage)
  const next = found.nextStages.find((stage) => stepOf(stage) > number)
  const reached = Math.max(0, ...found.stageHistory.map(({ to }) => stepOf(to)))
  return (
    <header className="case-head">
      <div className="case-id">
        <h1>{nameOf(found)}</h1>
        <span className="muted figures unbroken">{found.reference}</span>
        <CaseTags of={found} withContact />
        <span className="grow" />
        {found.allowed.includes('RESTRICT') && !found.restriction && (
          <Suspense>
            <RestrictButton of={found} />
          </Suspense>
        )}
        {found.allowed.includes('CHANGE_STAGE') && (
          <Button icon={<Icon of={ArrowRight} />} onPress={() => setMoving(true)}>
            {t('page.moveStage')}
          </Button>
        )}
        {found.allowed.includes('ADD_NOTE') && (
          <ButtonLink look="primary" icon={<Icon of={Pencil} />} shortcut="N" to="/cases/$caseId/notes" params={params}>
            {t('addNote', { ns: 'notes' })}
          </ButtonLink>
        )}
      </div>
      {found.restriction && (
        <Suspense>
          <Restriction of={found} />
        </Suspense>
      )}
      <Stepper stage={found.stage} reached={reached} />
      <p className={number > 0 ? 'phone-only stage-line' : 'stage-line'}>
        {number > 0 ? t('page.stageOf', { number, total: steps.length }) : t('page.beside')}
        <b>{words(`stageName.${found.stage}`)}</b>
        {next && `. ${t('page.next', { name: words(`stageName.${next}`) })}`}
      </p>
      <nav className="tabs outlined" aria-label={t('page.tabs')}>
        <Link
          to="/cases/$caseId"
          params={params}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {t('page.overview')}
        </Link>
        <Link
          to="/cases/$caseId/notes"
          params={params}
          activeOptions={{ includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {t('page.notes')}
          <Count value={found.noteCount.totalCount} />
        </Link>
        <Link
          to="/cases/$caseId/compliance"
          params={params}
          activeOptions={{ includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {t('page.compliance')}
          {found.compliance && <Count value={`${found.compliance.completionPercentage}%`} />}
        </Link>
        <Link to="/cases/$caseId/breathing-space" params={params} activeProps={{ 'aria-current': 'page' }}>
          {t('page.breathingSpace')}
        </Link>
        <Link to="/cases/$caseId/tasks" params={params} activeProps={{ 'aria-current': 'page' }}>
          {t('page.tasks')}
          {found.tasks.length > 0 && <Count value={found.tasks.length} />}
        </Link>
        {offers.auditTrail(viewer) && (
          <Link to="/cases/$caseId/history" params={params} activeProps={{ 'aria-current': 'page' }}>
            {t('page.history')}
          </Link>
        )}
      </nav>
      {moving && (
        <Suspense>
          <StageDialog
            caseId={found.id}
            choices={found.nextStages}
            current={found.stage}
            mayOverride={found.allowed.includes('OVERRIDE_GATE')}
            onClose={() => setMoving(false)}
          />
        </Suspense>
      )}
    </header>
  )
}
