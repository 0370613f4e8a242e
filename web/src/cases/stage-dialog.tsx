import { useApolloClient, useQuery } from '@apollo/client/react'
import { Link } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { CaseStage } from '../generated/graphql.ts'
import { refetchFieldsOf, refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { showToast } from '../shell/toasts.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { SkeletonLines } from '../ui/states.tsx'
import { stepOf } from '../ui/stages.ts'
import { TextField } from '../ui/text-field.tsx'
import './stage-dialog.css'

const stageGate = graphql(`
  query StageGate($id: ID!, $to: CaseStage!) {
    case(id: $id) {
      id
      stageGate(to: $to) {
        open
        mayOverride
        blockers {
          id
          code
          text
          force
          ruleReference
        }
      }
    }
  }
`)

const changeStage = graphql(`
  mutation ChangeStage($input: ChangeStageInput!) {
    changeStage(input: $input) {
      __typename
      ... on Case {
        id
        stage
        stageEnteredAt
        nextStages
        allowed
        closedAt
        stageHistory {
          from
          to
          at
          reason
          overridden
          by {
            id
            name
          }
        }
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

interface StageDialogProps {
  caseId: string
  current: CaseStage
  choices: CaseStage[]
  mayOverride: boolean
  onClose: () => void
}

/** Moving a case: what the next stage asks for as signposts, and the manager's way past it with a reason. */
export function StageDialog({ caseId, current, choices, mayOverride, onClose }: StageDialogProps) {
  const { t } = useTranslation('cases')
  const words = useTranslation('words').t
  const client = useApolloClient()
  const [to, setTo] = useState<CaseStage>(choices[0] ?? current)
  const [override, setOverride] = useState(false)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { data, loading } = useQuery(stageGate, { variables: { id: caseId, to }, fetchPolicy: 'network-only' })
  const { run, busy, refusal } = useCommand(changeStage)
  const gate = data?.case?.stageGate
  const blockers = gate?.open === false ? gate.blockers : []
  const blocked = blockers.length > 0
  const stage = words(`stageName.${to}`)
  const forward = stepOf(to) > stepOf(current) && stepOf(current) > 0
  // Back, aside, closing and reopening ask for a reason; so does going past the gate.
  const reasonAsked = override || !forward || to === 'CLOSED' || refusal?.code === 'REASON_REQUIRED'

  const submit = async () => {
    if (reasonAsked && reason.trim() === '') return setMissing(true)
    setMissing(false)
    const moved = await run({ caseId, to, overrideGate: override, ...(reason.trim() ? { reason: reason.trim() } : {}) })
    if (!moved) return
    refetchFieldsOf(client, 'Case', caseId, [
      'stageGate',
      'checklists',
      'compliance',
      'lastActivity',
      'nextAction',
      'alerts',
    ])
    refetchRootFields(client, ['cases'])
    showToast({ id: `moved-${caseId}-${to}`, title: t('stage.moved', { stage }) })
    onClose()
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('stage.title')}
      intro={t('stage.intro')}
      footer={
        <>
          <Button onPress={onClose}>{words('cancel')}</Button>
          {(!blocked || override) && (
            <Button look="primary" busy={busy && t('stage.moving')} onPress={() => void submit()}>
              {t('stage.submit', { stage })}
            </Button>
          )}
        </>
      }
    >
      <div className="form">
        <Select
          label={t('stage.to')}
          value={to}
          choices={choices.map((value) => ({ value, label: words(`stageName.${value}`) }))}
          onChange={(value) => {
            setTo(value)
            setOverride(false)
          }}
          error={refusalOf(refusal, 'to')}
        />
        {refusal && refusal.field === null && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        {loading && !gate && <SkeletonLines lines={2} label={t('stage.fetching', { stage })} />}
        {blocked && (
          <Notice kind="refusal" icon={Lock} title={t('stage.blocked', { count: blockers.length, stage })}>
            <ul className="blockers">
              {blockers.map((item) => (
                <li key={item.id}>
                  <ForceBadge force={item.force} />
                  <span className="grow">
                    {item.text}{' '}
                    <span className="muted tiny figures">
                      {item.code} · {item.ruleReference}
                    </span>
                  </span>
                  <Link
                    to="/cases/$caseId/compliance"
                    params={{ caseId }}
                    search={{ item: item.code }}
                    onClick={onClose}
                  >
                    {t('stage.goTo', { code: item.code })}
                  </Link>
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {blocked && (gate?.mayOverride || mayOverride) && (
          <Checkbox isSelected={override} onChange={setOverride} hint={t('stage.overrideHint')}>
            {t('stage.override')}
          </Checkbox>
        )}
        {(!blocked || override) && (
          <TextField
            label={reasonAsked ? t('stage.reasonAsked') : t('stage.reason')}
            optional={!reasonAsked}
            hint={t('stage.reasonHint')}
            lines={3}
            value={reason}
            onChange={setReason}
            error={missing ? t('stage.reasonMissing') : refusalOf(refusal, 'reason')}
          />
        )}
      </div>
    </Dialog>
  )
}
