import { useFragment, useQuery } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { ArrowRight, Lock } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ItemStateMark } from '../compliance/item-state.tsx'
import { useChecklistsToCome } from '../compliance/use-checklists-to-come.ts'
import { graphql } from '../generated/gql.ts'
import type { NextStage_CaseFragment } from '../generated/graphql.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { SkeletonLines } from '../ui/states.tsx'
import { stepOf } from '../ui/stages.ts'
import '../compliance/texts.ts'

const StageDialog = lazy(() => import('./stage-dialog.tsx').then((module) => ({ default: module.StageDialog })))

export const nextStage = graphql(`
  fragment NextStage_case on Case {
    id
    stage
    nextStages
    allowed
  }
`)

/** Asked apart from the page: which gate to ask about is known only once the case is. */
const nextGate = graphql(`
  query NextGate($id: ID!, $to: CaseStage!) {
    case(id: $id) {
      id
      stageGate(to: $to) {
        to
        open
        mayOverride
        blockers {
          id
          code
          text
          force
          ruleReference
          state
          allowed
        }
      }
    }
  }
`)

/** "3 things before you can move to Advice given", each with the button that goes there. */
export function NextStage({ of }: { of: FragmentType<NextStage_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const words = useTranslation('words').t
  const [moving, setMoving] = useState(false)
  const { data: found, complete } = useFragment({ fragment: nextStage, fragmentName: 'NextStage_case', from: of })
  const next = complete ? found.nextStages.find((stage) => stepOf(stage) > stepOf(found.stage)) : undefined
  const { data, loading } = useQuery(nextGate, { variables: { id: found.id ?? '', to: next ?? 'CLOSED' }, skip: !next })
  useChecklistsToCome(found.id, data?.case?.stageGate === null)
  if (!complete) return null
  if (!next)
    return found.nextStages.length === 0 ? (
      <Card title={t('overview.noNext')}>
        <p className="muted">{t('overview.noNextText')}</p>
      </Card>
    ) : null
  const gate = data?.case?.stageGate
  const stage = words(`stageName.${next}`)
  const blockers = gate?.open === false ? gate.blockers : []
  const mayMove = found.allowed.includes('CHANGE_STAGE')
  const button =
    gate?.open === false ? (
      <Button
        size="small"
        icon={<Icon of={Lock} small />}
        lockedBecause={gate.mayOverride ? undefined : t('overview.lock')}
        onPress={() => setMoving(true)}
      >
        {t('page.moveStage')}
      </Button>
    ) : (
      <Button size="small" look="primary" icon={<Icon of={ArrowRight} small />} onPress={() => setMoving(true)}>
        {t('page.moveStage')}
      </Button>
    )
  return (
    <Card
      title={gate ? t('overview.before', { count: blockers.length, stage }) : stage}
      actions={gate && mayMove && button}
      flush
    >
      {!gate &&
        (loading ? (
          <div className="card-body">
            <SkeletonLines lines={3} label={t('stage.fetching', { stage })} />
          </div>
        ) : (
          <p className="card-body muted">{t('overview.gateUnknown')}</p>
        ))}
      {gate?.open && <p className="card-body muted">{t('overview.gateOpen', { stage })}</p>}
      <ul className="rows with-icon">
        {blockers.map((item) => (
          <li key={item.id}>
            <ItemStateMark state={item.state} />
            <div>
              <b>{item.text}</b>
              <div className="tiny muted row wrap">
                <ForceBadge force={item.force} />
                <span className="figures">
                  {item.code} · {item.ruleReference}
                </span>
              </div>
            </div>
            <ButtonLink
              size="small"
              to="/cases/$caseId/compliance"
              params={{ caseId: found.id }}
              search={{ item: item.code }}
            >
              {item.allowed.includes('RECORD_EVIDENCE')
                ? t('action.RECORD_EVIDENCE', { ns: 'compliance' })
                : t('action.see', { ns: 'compliance' })}
            </ButtonLink>
          </li>
        ))}
      </ul>
      {moving && (
        <Suspense>
          <StageDialog
            caseId={found.id}
            current={found.stage}
            choices={found.nextStages}
            mayOverride={found.allowed.includes('OVERRIDE_GATE')}
            onClose={() => setMoving(false)}
          />
        </Suspense>
      )}
    </Card>
  )
}
