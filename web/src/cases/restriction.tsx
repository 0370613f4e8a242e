import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Link } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { Restriction_CaseFragment } from '../generated/graphql.ts'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'

const dialogs = () => import('./restriction-dialogs.tsx')
const RestrictDialog = lazy(() => dialogs().then((module) => ({ default: module.RestrictDialog })))
const LiftDialog = lazy(() => dialogs().then((module) => ({ default: module.LiftDialog })))

export const restriction = graphql(`
  fragment Restriction_case on Case {
    id
    allowed
    centre {
      id
    }
    adviser {
      id
    }
    restriction {
      reason
      since
      openedUntil
      openings {
        at
        reason
        by {
          id
          name
        }
      }
      by {
        id
        name
      }
      allowed {
        id
        name
      }
    }
  }
`)

/** Who may see a restricted case, and the ways to change that, for those who may. */
export function Restriction({ of }: { of: FragmentType<Restriction_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const words = useTranslation('words').t
  const viewer = useViewer()
  const [dialog, setDialog] = useState<'RESTRICT' | 'LIFT'>()
  const { data: found, complete } = useFragment({ fragment: restriction, fragmentName: 'Restriction_case', from: of })
  if (!complete) return null
  const { restriction: standing } = found
  const may = found.allowed.includes('RESTRICT')
  if (!standing) return null
  const names = standing.allowed.map(({ name }) => name ?? words('somebody'))
  const when = (moment: string) =>
    formatMoment(moment, londonToday(), { today: words('when.today'), yesterday: words('when.yesterday') })
  const close = () => setDialog(undefined)
  return (
    <Notice kind="refusal" title={t('restriction.standing')} icon={Lock}>
      <p>
        {names.length > 0 ? t('restriction.who', { names: names.join(', ') }) : t('restriction.nobodyElse')}{' '}
        {t('restriction.recorded')}
      </p>
      <p className="sub">
        {standing.reason} · {standing.by?.name ?? words('somebody')}, {when(standing.since)}
      </p>
      {standing.openedUntil && (
        <p>
          <b>{t('restriction.openedUntil', { when: when(standing.openedUntil) })}</b>
        </p>
      )}
      {may && standing.openings.length > 0 && (
        <>
          <p>
            <b>{t('restriction.openings')}</b>
          </p>
          <ul>
            {standing.openings.slice(0, 5).map((opening) => (
              <li key={opening.at}>
                {opening.by?.name ?? words('somebody')}, {when(opening.at)}: {opening.reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {may && (
        <div className="row wrap">
          <Button size="small" onPress={() => setDialog('RESTRICT')}>
            {t('restriction.change')}
          </Button>
          <Button size="small" onPress={() => setDialog('LIFT')}>
            {t('restriction.liftOpen')}
          </Button>
          {offers.restrictedViews(viewer) && (
            <Link to="/audit/restricted" search={{ case: found.id, ...(found.centre && { centre: found.centre.id }) }}>
              {t('restriction.looked')}
            </Link>
          )}
        </div>
      )}
      {dialog === 'LIFT' && (
        <Suspense>
          <LiftDialog caseId={found.id} onClose={close} />
        </Suspense>
      )}
      {dialog === 'RESTRICT' && found.centre && (
        <Suspense>
          <RestrictDialog
            caseId={found.id}
            centreId={found.centre.id}
            named={standing.allowed.map(({ id }) => id)}
            reason={standing.reason}
            onClose={close}
          />
        </Suspense>
      )}
    </Notice>
  )
}

/** The button that restricts an open case, for those who may. */
export function RestrictButton({ of }: { of: FragmentType<Restriction_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const [open, setOpen] = useState(false)
  const { data: found, complete } = useFragment({ fragment: restriction, fragmentName: 'Restriction_case', from: of })
  if (!complete || found.restriction || !found.centre || !found.allowed.includes('RESTRICT')) return null
  return (
    <>
      <Button icon={<Icon of={Lock} />} onPress={() => setOpen(true)}>
        {t('restriction.open')}
      </Button>
      {open && (
        <Suspense>
          <RestrictDialog
            caseId={found.id}
            centreId={found.centre.id}
            named={found.adviser ? [found.adviser.id] : []}
            reason=""
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
