import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countdownTo } from '../format/countdown.ts'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { AlertPane_AlertFragment } from '../generated/graphql.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Notice } from '../ui/notice.tsx'
import { SeverityMark, toneOf } from '../ui/severity.tsx'
import { Tag } from '../ui/tag.tsx'
import { AlertHistory, momentWords } from './alert-history.tsx'
import { ResolveDialog } from './resolve-dialog.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { useTakeAlert } from './use-take-alert.ts'
import './texts.ts'

export const alertPane = graphql(`
  fragment AlertPane_alert on ComplianceAlert {
    id
    severity
    state
    title
    message
    actions
    force
    ruleReference
    raisedAt
    dueAt
    allowed
    noteId
    item {
      id
      code
    }
    case {
      id
      reference
      client {
        id
        name
      }
      adviser {
        id
        name
      }
    }
    centre {
      id
      name
    }
    acknowledgedBy {
      id
      name
    }
    resolution
    snoozedUntil
    snoozeAtMost
    ifNobodyActs {
      at
      role
    }
    history {
      kind
      at
      comment
      severity
      role
      until
      by {
        id
        name
      }
    }
  }
`)

/** What happened, why it matters, what to do today, and what has happened since. A, S, R and O work here. */
export function AlertPane({
  of,
  position,
}: {
  of: FragmentType<AlertPane_AlertFragment>
  position?: { number: number; total: number } | undefined
}) {
  const { t } = useTranslation('alerts')
  const a = useTranslation('alerting').t
  const words = useTranslation('words').t
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'resolve' | 'snooze'>()
  const { data: alert, complete } = useFragment({ fragment: alertPane, fragmentName: 'AlertPane_alert', from: of })
  const take = useTakeAlert()
  const mayTake = complete && alert.allowed.includes('ACKNOWLEDGE')
  const mayResolve = complete && alert.allowed.includes('RESOLVE')
  const maySnooze = complete && alert.allowed.includes('SNOOZE') && alert.snoozeAtMost !== null
  const takeIt = () => alert.id && void take.run({ alertId: alert.id })
  const caseId = complete ? alert.case?.id : undefined
  useShortcut('a', takeIt, mayTake)
  useShortcut('s', () => setAsking('snooze'), maySnooze)
  useShortcut('r', () => setAsking('resolve'), mayResolve)
  useShortcut('o', () => caseId && void navigate({ to: '/cases/$caseId', params: { caseId } }), Boolean(caseId))
  if (!complete) return null
  const tone = toneOf(alert.severity)
  return (
    <>
      <div className="row wrap">
        <Tag tone={tone}>
          <SeverityMark severity={alert.severity} withWord small />
        </Tag>
        <ForceBadge force={alert.force} />
        <span className="tiny muted">{alert.ruleReference}</span>
        <span className="grow" />
        {position && <span className="tiny muted figures">{t('position', position)}</span>}
      </div>
      <h2>{alert.title}</h2>
      <p className="muted">
        {alert.case && (
          <Link to="/cases/$caseId" params={{ caseId: alert.case.id }}>
            {[alert.case.client?.name, alert.case.reference].filter(Boolean).join(', ')}
          </Link>
        )}
        {alert.case?.adviser && ` · ${t('adviser', { name: alert.case.adviser.name })}`}
        {alert.centre && ` · ${alert.centre.name}`}
      </p>
      <Figures alert={alert} />
      <p className="alert-message">{alert.message}</p>
      {alert.actions.length > 0 && (
        <>
          <h3>{t('whatToDo')}</h3>
          <ol className="alert-actions-list">
            {alert.actions.map((action) => (
              <li key={action}>{action}</li>
            ))}
          </ol>
        </>
      )}
      {caseId && (alert.item || alert.noteId) && (
        <p className="row wrap alert-links">
          {alert.item && (
            <Link to="/cases/$caseId/compliance" params={{ caseId }} search={{ item: alert.item.code }}>
              {t('seeItem', { code: alert.item.code })}
            </Link>
          )}
          {alert.noteId && (
            <Link to="/cases/$caseId/notes" params={{ caseId }}>
              {t('seeNote')}
            </Link>
          )}
        </p>
      )}
      <h3>{t('soFar')}</h3>
      <AlertHistory steps={alert.history} next={alert.ifNobodyActs} />
      {take.refusal && (
        <Notice kind="refusal" role="alert">
          <p>{take.refusal.message}</p>
        </Notice>
      )}
      <div className="pane-actions">
        {mayTake && (
          <Button look="primary" shortcut="A" busy={take.busy && t('taking')} onPress={takeIt}>
            {t('takeIt')}
          </Button>
        )}
        {maySnooze && (
          <Button shortcut="S" onPress={() => setAsking('snooze')}>
            {a('snooze.button')}
          </Button>
        )}
        {mayResolve && (
          <Button shortcut="R" onPress={() => setAsking('resolve')}>
            {t('resolve')}
          </Button>
        )}
        {alert.state === 'SNOOZED' && alert.snoozedUntil && (
          <span className="muted tiny">{t('backAt', { when: momentWords(alert.snoozedUntil, words) })}</span>
        )}
        {alert.state === 'ACKNOWLEDGED' && alert.acknowledgedBy && !mayTake && (
          <span className="muted tiny">{t('hasIt', { name: alert.acknowledgedBy.name })}</span>
        )}
        {caseId && (
          <ButtonLink look="quiet" shortcut="O" to="/cases/$caseId" params={{ caseId }}>
            {t('openCase')}
          </ButtonLink>
        )}
      </div>
      {asking === 'resolve' && (
        <ResolveDialog alertId={alert.id} title={alert.title} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'snooze' && alert.snoozeAtMost && (
        <SnoozeDialog
          alertId={alert.id}
          title={alert.title}
          atMost={alert.snoozeAtMost}
          byLaw={alert.force === 'LAW'}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  )
}

function Figures({ alert }: { alert: AlertPane_AlertFragment }) {
  const { t } = useTranslation('alerts')
  const words = useTranslation('words').t
  const today = londonToday()
  const due = alert.dueAt ? londonDay(alert.dueAt) : undefined
  const countdown = due ? countdownTo(due, today) : undefined
  const late = countdown?.kind === 'late'
  return (
    <dl className={`alert-figures ${toneOf(alert.severity)}`}>
      <div>
        <dt>{late ? t('lateBy') : t('dueIn')}</dt>
        <dd className={late ? 'text-critical' : ''}>
          {!countdown
            ? t('noDate')
            : late
              ? t('days', { count: countdown.days })
              : countdown.kind === 'ahead'
                ? words('when.ahead', { count: countdown.days })
                : words(`when.${countdown.kind as 'today' | 'tomorrow'}`)}
        </dd>
      </div>
      <div>
        <dt>{late ? t('wasDue') : t('dueOn')}</dt>
        <dd>{due ? formatDay(due, today) : t('noDate')}</dd>
      </div>
      <div>
        <dt>{t('raised')}</dt>
        <dd>{formatDay(londonDay(alert.raisedAt), today)}</dd>
      </div>
    </dl>
  )
}
