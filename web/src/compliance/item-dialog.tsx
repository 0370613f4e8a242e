import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, today as londonToday } from '../format/calendar-day.ts'
import type { ChecklistItem_ItemFragment, EvidenceKind, ItemAction } from '../generated/graphql.ts'
import { refetchFieldsOf } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { EvidenceList } from './evidence-list.tsx'
import {
  failItem,
  markNotApplicable,
  recordEvidence,
  reopenItem,
  signOffItem,
  waiveItem,
  withdrawEvidence,
} from './item-commands.ts'
import './texts.ts'

export interface ItemDialogRequest {
  caseChecklistId: string
  item: ChecklistItem_ItemFragment
  action: ItemAction
}

type DialogAction = Exclude<ItemAction, 'START'>

/** One decision about one item: proof, sign-off, does not apply, not enough, waive, take up again. */
export function ItemDialog({
  request,
  caseId,
  onClose,
}: {
  request: ItemDialogRequest
  caseId: string
  onClose: () => void
}) {
  const { t } = useTranslation('compliance')
  const client = useApolloClient()
  const { item, caseChecklistId } = request
  const [action, setAction] = useState<DialogAction>(request.action as DialogAction)
  const [kind, setKind] = useState<EvidenceKind>(item.evidenceKinds[0] ?? 'CASE_RECORD')
  const [text, setText] = useState('')
  const [until, setUntil] = useState<string | undefined>(addDays(londonToday(), 14))
  const [evidenceId, setEvidenceId] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const commands = useItemCommands()
  const { busy, refusal } = commands
  const textField = action === 'RECORD_EVIDENCE' ? 'note' : 'reason'
  const seesOnly = action === 'WITHDRAW_EVIDENCE' && evidenceId === undefined

  const submit = async () => {
    if (action !== 'SIGN_OFF' && text.trim() === '')
      return setProblem(
        action === 'RECORD_EVIDENCE' ? t('dialog.RECORD_EVIDENCE.noteMissing') : t('dialog.reasonMissing'),
      )
    if (action === 'WAIVE' && !until) return setProblem(t('dialog.WAIVE.untilMissing'))
    setProblem(undefined)
    const where = { caseChecklistId, itemId: item.id }
    const done = await {
      RECORD_EVIDENCE: () => commands.record({ ...where, kind, note: text }),
      SIGN_OFF: () => commands.signOff(where),
      MARK_NOT_APPLICABLE: () => commands.notApplicable({ ...where, reason: text }),
      FAIL: () => commands.fail({ ...where, reason: text }),
      WAIVE: () => commands.waive({ ...where, reason: text, until: until! }),
      REOPEN: () => commands.reopen({ ...where, reason: text }),
      WITHDRAW_EVIDENCE: () => commands.withdraw({ evidenceId: evidenceId!, reason: text }),
    }[action]()
    if (!done) return
    refetchFieldsOf(client, 'Case', caseId, ['stageGate'])
    onClose()
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={seesOnly ? item.text : t(`dialog.${action}.title`)}
      intro={seesOnly ? undefined : t(`dialog.${action}.intro`)}
      footer={
        <>
          <Button onPress={onClose}>{seesOnly ? t('close', { ns: 'words' }) : t('cancel', { ns: 'words' })}</Button>
          {!seesOnly && (
            <Button look="primary" busy={busy && t('busy')} onPress={() => void submit()}>
              {t(`dialog.${action}.submit`)}
            </Button>
          )}
        </>
      }
    >
      <div className="form">
        <div>
          {!seesOnly && <p className="medium-weight">{item.text}</p>}
          <p className="row wrap muted tiny">
            <ForceBadge force={item.force} /> {t('dialog.rule', { code: item.code, reference: item.ruleReference })}
          </p>
        </div>
        {refusal && !refusalOf(refusal, textField) && !refusalOf(refusal, 'until') && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        {action === 'RECORD_EVIDENCE' && (
          <>
            <Select
              label={t('dialog.RECORD_EVIDENCE.kind')}
              value={kind}
              choices={item.evidenceKinds.map((value) => ({ value, label: t(`evidence.${value}`) }))}
              onChange={setKind}
              error={refusalOf(refusal, 'kind')}
            />
            <TextField
              label={t('dialog.RECORD_EVIDENCE.note')}
              hint={t('dialog.RECORD_EVIDENCE.noteHint')}
              lines={3}
              value={text}
              onChange={setText}
              error={problem ?? refusalOf(refusal, 'note')}
            />
          </>
        )}
        {(action === 'MARK_NOT_APPLICABLE' ||
          action === 'FAIL' ||
          action === 'REOPEN' ||
          action === 'WAIVE' ||
          (action === 'WITHDRAW_EVIDENCE' && evidenceId)) && (
          <TextField
            label={t(`dialog.${action}.reason`)}
            lines={3}
            value={text}
            onChange={setText}
            error={problem ?? refusalOf(refusal, 'reason')}
          />
        )}
        {action === 'WAIVE' && (
          <DateField
            label={t('dialog.WAIVE.until')}
            value={until}
            onChange={setUntil}
            earliest={londonToday()}
            error={refusalOf(refusal, 'until')}
          />
        )}
        <EvidenceList
          item={item}
          {...(item.allowed.includes('WITHDRAW_EVIDENCE') && !evidenceId
            ? {
                onWithdraw: (id: string) => {
                  setEvidenceId(id)
                  setAction('WITHDRAW_EVIDENCE')
                },
              }
            : {})}
        />
      </div>
    </Dialog>
  )
}

function useItemCommands() {
  const record = useCommand(recordEvidence)
  const signOff = useCommand(signOffItem)
  const notApplicable = useCommand(markNotApplicable)
  const fail = useCommand(failItem)
  const waive = useCommand(waiveItem)
  const reopen = useCommand(reopenItem)
  const withdraw = useCommand(withdrawEvidence)
  const all = [record, signOff, notApplicable, fail, waive, reopen, withdraw]
  return {
    record: record.run,
    signOff: signOff.run,
    notApplicable: notApplicable.run,
    fail: fail.run,
    waive: waive.run,
    reopen: reopen.run,
    withdraw: withdraw.run,
    busy: all.some((command) => command.busy),
    refusal: all.find((command) => command.refusal)?.refusal,
  }
}
