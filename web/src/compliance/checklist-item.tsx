import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Ellipsis, FileText, Lock } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { urgencyOf } from '../format/countdown.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { ChecklistItem_ItemFragment, ItemAction } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { ItemStateMark } from './item-state.tsx'
import './checklist-item.css'
import './texts.ts'

export const checklistItem = graphql(`
  fragment ChecklistItem_item on CaseChecklistItem {
    id
    code
    text
    ruleReference
    force
    mandatory
    weight
    state
    done
    dueAt
    stage
    holdsUpStage
    evidenceKinds
    evidence {
      id
      kind
      note
      recordedAt
      recordedBy {
        id
        name
      }
    }
    withdrawnEvidence {
      id
      kind
      note
      recordedAt
      withdrawnReason
      recordedBy {
        id
        name
      }
    }
    signOff
    signedOffBy {
      id
      name
    }
    signedOffAt
    reason
    decidedBy {
      id
      name
    }
    waivedUntil
    allowed
    verified
  }
`)

/** What a person usually wants next; the rest is behind the dots. */
const nextFirst: ItemAction[] = ['SIGN_OFF', 'RECORD_EVIDENCE', 'START', 'REOPEN']
const inMenu: ItemAction[] = ['SIGN_OFF', 'RECORD_EVIDENCE', 'START', 'MARK_NOT_APPLICABLE', 'FAIL', 'WAIVE', 'REOPEN']

interface ChecklistItemProps {
  of: FragmentType<ChecklistItem_ItemFragment>
  onAction: (item: ChecklistItem_ItemFragment, action: ItemAction) => void
  /** The item that the address points to: it is scrolled to and gets the focus. */
  pointedAt?: boolean
}

export function ChecklistItem({ of, onAction, pointedAt }: ChecklistItemProps) {
  const { t } = useTranslation('compliance')
  const row = useRef<HTMLLIElement>(null)
  const { data: item, complete } = useFragment({
    fragment: checklistItem,
    fragmentName: 'ChecklistItem_item',
    from: of,
  })
  useEffect(() => {
    if (pointedAt && complete) row.current?.focus()
  }, [pointedAt, complete])
  if (!complete) return null
  const next = nextFirst.find((action) => item.allowed.includes(action) && !(item.done && action === 'RECORD_EVIDENCE'))
  const others = inMenu.filter((action) => item.allowed.includes(action) && action !== next)
  return (
    <li ref={row} className={pointedAt ? 'item pointed-at' : 'item'} tabIndex={-1} data-item={item.code}>
      <ItemStateMark state={item.state} />
      <div>
        <p className="medium-weight">{item.text}</p>
        <div className="item-reference">
          <ForceBadge force={item.force} />
          <span>
            <span className="figures">{item.code}</span> · {item.ruleReference} · {t('weight', { count: item.weight })}
            {!item.mandatory && ` · ${t('optionalItem')}`}
            {!item.verified && ` · ${t('unverified')}`}
          </span>
          {item.holdsUpStage && (
            <span className="row text-high holds-up">
              <Icon of={Lock} small />
              {t('holdsUp')}
            </span>
          )}
        </div>
      </div>
      <ItemFacts item={item} />
      <div className="item-actions">
        {next && (
          <Button
            size="small"
            look={item.state === 'OVERDUE' ? 'primary' : 'plain'}
            label={t('action.label', { action: t(`action.${next}`), code: item.code })}
            onPress={() => onAction(item, next)}
          >
            {t(`action.${next}`)}
          </Button>
        )}
        {!next && item.evidence.length > 0 && (
          <Button
            look="quiet"
            size="small"
            label={t('action.label', { action: t('action.see'), code: item.code })}
            onPress={() => onAction(item, 'WITHDRAW_EVIDENCE')}
          >
            {t('action.see')}
          </Button>
        )}
        {others.length > 0 && (
          <MenuTrigger>
            <Button
              look="quiet"
              size="small"
              label={t('action.more', { code: item.code })}
              icon={<Icon of={Ellipsis} />}
            />
            <Popover className="popover list-popover">
              <Menu
                className="list-box"
                aria-label={t('action.more', { code: item.code })}
                onAction={(key) => onAction(item, key as ItemAction)}
              >
                {others.map((action) => (
                  <MenuItem key={action} id={action} className="list-option" textValue={t(`action.${action}`)}>
                    {t(`action.${action}`)}
                  </MenuItem>
                ))}
              </Menu>
            </Popover>
          </MenuTrigger>
        )}
      </div>
    </li>
  )
}

/** The second column: what there is, and by when. */
function ItemFacts({ item }: { item: ChecklistItem_ItemFragment }) {
  const { t } = useTranslation('compliance')
  const today = londonToday()
  const [newest] = item.evidence
  const due = item.dueAt && !item.done ? londonDay(item.dueAt) : undefined
  const tone = due ? urgencyOf(due, today) : 'low'
  return (
    <div>
      {newest ? (
        <span className="row top">
          <Icon of={FileText} small className="text-accent line-icon" />
          <span>
            {t(`evidence.${newest.kind}`)}
            <span className="sub">
              {newest.recordedBy?.name}, {formatDay(londonDay(newest.recordedAt), today)}
            </span>
          </span>
        </span>
      ) : (
        <span className={item.state === 'OVERDUE' || item.state === 'FAILED' ? 'text-critical' : 'muted'}>
          {t(`state.${item.state}`)}
        </span>
      )}
      {item.state === 'EVIDENCED' && !item.done && <span className="sub">{t('waitsForSecond')}</span>}
      {(item.state === 'NOT_APPLICABLE' || item.state === 'FAILED' || item.state === 'WAIVED') && item.reason && (
        <span className="sub">{item.reason}</span>
      )}
      {item.state === 'WAIVED' && item.waivedUntil && (
        <span className="sub">{t('waivedUntil', { day: formatDay(item.waivedUntil, today) })}</span>
      )}
      {due && (
        <span className={`sub ${tone === 'low' ? '' : `text-${tone}`}`}>
          {t('due', { day: formatDay(due, today) })}
        </span>
      )}
    </div>
  )
}
