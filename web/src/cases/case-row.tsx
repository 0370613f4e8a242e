import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { CaseRow_CaseFragment } from '../generated/graphql.ts'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { Deadline } from '../ui/deadline.tsx'
import { Meter } from '../ui/meter.tsx'
import { StageBar } from '../ui/stage-bar.tsx'
import { CaseTags } from './case-tags.tsx'
import { useClientName } from './client-name.ts'
import { urgentDates } from './most-urgent.ts'

export const caseRow = graphql(`
  fragment CaseRow_case on Case {
    id
    reference
    stage
    client {
      id
      name
    }
    jointClient {
      id
      name
    }
    adviser {
      id
      name
    }
    nextAction {
      kind
      dueOn
      summary
    }
    lastActivity {
      kind
      at
      by {
        id
        name
      }
    }
    compliance {
      completionPercentage
      openItems
      overdueItems
      nextDeadline {
        dueAt
        text
        code
        force
        overdue
      }
    }
    ...CaseTags_case
  }
`)

interface CaseRowProps {
  of: FragmentType<CaseRow_CaseFragment>
  chosen: boolean
  onChoose: () => void
}

/** One case: whom it is about, how far it has come, what is due, what happened last. The whole row opens it. */
export function CaseRow({ of, chosen, onChoose }: CaseRowProps) {
  const navigate = useNavigate()
  const nameOf = useClientName()
  const { data: found, complete } = useFragment({ fragment: caseRow, fragmentName: 'CaseRow_case', from: of })
  if (!complete) return null
  const open = () => void navigate({ to: '/cases/$caseId', params: { caseId: found.id } })
  return (
    <tr
      data-chosen={chosen || undefined}
      className="opens"
      onClick={(event) => {
        // A selection of text or a press on the link itself is not a press on the row.
        if ((event.target as HTMLElement).closest('a') || window.getSelection()?.toString()) return
        open()
      }}
    >
      <td>
        <Link className="main" to="/cases/$caseId" params={{ caseId: found.id }} data-row-link onFocus={onChoose}>
          {nameOf(found)}
        </Link>{' '}
        <CaseTags of={found} most={2} />
        <span className="sub figures">
          {found.reference}
          <AdviserName found={found} />
        </span>
      </td>
      <td>
        <StageBar stage={found.stage} />
      </td>
      <td>
        <Completion compliance={found.compliance} />
      </td>
      <td>
        <NextDate found={found} />
      </td>
      <td>
        <LastActivity activity={found.lastActivity} />
      </td>
    </tr>
  )
}

/** The same on a phone. */
export function CaseCard({ of }: { of: FragmentType<CaseRow_CaseFragment> }) {
  const nameOf = useClientName()
  const { data: found, complete } = useFragment({ fragment: caseRow, fragmentName: 'CaseRow_case', from: of })
  if (!complete) return null
  return (
    <li className="case-card">
      <p className="row between">
        <Link className="main whole-card" to="/cases/$caseId" params={{ caseId: found.id }}>
          {nameOf(found)}
        </Link>
        <span className="muted figures tiny unbroken">{found.reference}</span>
      </p>
      <NextDate found={found} />
      <div className="row between">
        <StageBar stage={found.stage} />
        {found.compliance && <Meter percent={found.compliance.completionPercentage} />}
      </div>
    </li>
  )
}

function AdviserName({ found }: { found: CaseRow_CaseFragment }) {
  const { t } = useTranslation('cases')
  return <> · {found.adviser?.name ?? t('nobodys')}</>
}

function Completion({ compliance }: { compliance: CaseRow_CaseFragment['compliance'] }) {
  const { t } = useTranslation('cases')
  if (!compliance) return <span className="muted">{t('complianceUnknown')}</span>
  const { completionPercentage, overdueItems, openItems } = compliance
  return (
    <>
      <Meter percent={completionPercentage} />
      <span className={overdueItems > 0 ? 'sub text-critical overdue' : 'sub'}>
        {overdueItems > 0 ? t('overdue', { count: overdueItems }) : t('toDo', { count: openItems })}
      </span>
    </>
  )
}

function NextDate({ found }: { found: CaseRow_CaseFragment }) {
  const { t } = useTranslation('cases')
  const [first] = urgentDates(found, londonToday())
  if (!first) {
    return (
      <span className="no-deadline">
        <span className="muted">{t('noDeadline')}</span>
        <span className="sub">{t('noDeadlineText')}</span>
      </span>
    )
  }
  const kind = first.kind === 'COMPLIANCE' ? undefined : t(`next.${first.kind}`)
  return <Deadline day={first.day} urgency={first.urgency} what={first.what ?? kind ?? ''} />
}

function LastActivity({ activity }: { activity: CaseRow_CaseFragment['lastActivity'] }) {
  const { t } = useTranslation('cases')
  if (!activity) return null
  const today = londonToday()
  const day = londonDay(activity.at)
  const when = day === today ? t('when.Today', { ns: 'words' }) : formatDay(day, today)
  return (
    <>
      {t(`activity.${activity.kind}`)}
      <span className="sub">{activity.by ? t('activity.by', { when, name: activity.by.name }) : when}</span>
    </>
  )
}
