import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { ChecklistSection_ChecklistFragment } from '../generated/graphql.ts'
import { useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Meter } from '../ui/meter.tsx'
import { ChecklistItem } from './checklist-item.tsx'
import type { ItemDialogRequest } from './item-dialog.tsx'
import './texts.ts'

export const checklistSection = graphql(`
  fragment ChecklistSection_checklist on CaseChecklist {
    id
    name
    completionPercentage
    doneWeight
    applicableWeight
    framework {
      id
      name
      version
    }
    newerVersion {
      id
      version
    }
    items {
      id
      code
      done
      holdsUpStage
      state
      ...ChecklistItem_item
    }
  }
`)

const adoptVersion = graphql(`
  mutation AdoptChecklistVersion($input: AdoptChecklistVersionInput!) {
    adoptChecklistVersion(input: $input) {
      __typename
      ... on CaseChecklist {
        id
        status
        updatedAt
        case {
          id
          compliance {
            completionPercentage
            status
            openItems
            overdueItems
            blockingItems
          }
        }
        ...ChecklistSection_checklist
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

export type Show = 'needs' | 'blocking' | 'all'

interface ChecklistSectionProps {
  of: FragmentType<ChecklistSection_ChecklistFragment>
  show: Show
  onAction: (request: ItemDialogRequest) => void
  pointedAt?: string | undefined
}

/** One checklist: its weight, and those of its items that the reader asked for. */
export function ChecklistSection({ of, show, onAction, pointedAt }: ChecklistSectionProps) {
  const { t } = useTranslation('compliance')
  const { data: list, complete } = useFragment({
    fragment: checklistSection,
    fragmentName: 'ChecklistSection_checklist',
    from: of,
  })
  const items = complete
    ? inOrder(
        list.items.filter((item) => item.code === pointedAt || shows(item, show)),
        show,
      )
    : []
  const [toggled, setToggled] = useState<boolean>()
  const open = toggled ?? items.length > 0
  const bodyId = useId()
  const { run, busy, refusal } = useCommand(adoptVersion)
  if (!complete) return null
  return (
    <div className="checklist">
      <button
        type="button"
        className="checklist-head"
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => setToggled(!open)}
      >
        <Icon of={ChevronDown} small />
        <b className="grow">{list.name}</b>
        <span className="tiny muted">
          {t('framework', { name: list.framework.name, version: list.framework.version })}
        </span>
        <Meter
          wide
          percent={list.completionPercentage}
          label={t('done', { done: list.doneWeight, total: list.applicableWeight })}
        />
      </button>
      <div id={bodyId} hidden={!open}>
        {list.newerVersion && (
          <p className="checklist-newer tiny">
            <span className="grow">
              {t('newer', { version: list.newerVersion.version })}
              {refusal && <span className="text-critical"> {refusal.message}</span>}
            </span>
            <Button size="small" busy={busy && t('adopting')} onPress={() => void run({ caseChecklistId: list.id })}>
              {t('adopt', { version: list.newerVersion.version })}
            </Button>
          </p>
        )}
        {items.length === 0 && (
          <p className="card-body muted">{show === 'blocking' ? t('nothingBlocks') : t('nothingNeeded')}</p>
        )}
        <ul>
          {items.map((item) => (
            <ChecklistItem
              key={item.id}
              of={item}
              pointedAt={item.code === pointedAt}
              onAction={(whole, action) => onAction({ caseChecklistId: list.id, item: whole, action })}
            />
          ))}
        </ul>
      </div>
    </div>
  )
}

function shows(item: { done: boolean; holdsUpStage: boolean; state: string }, show: Show): boolean {
  if (show === 'all') return true
  return show === 'blocking' ? item.holdsUpStage : !item.done
}

/** What is late comes first, then what holds up the stage; the whole list keeps its own order. */
function inOrder<Item extends { holdsUpStage: boolean; state: string }>(items: Item[], show: Show): Item[] {
  if (show === 'all') return items
  const rank = (item: Item) => (item.state === 'OVERDUE' || item.state === 'FAILED' ? 0 : item.holdsUpStage ? 1 : 2)
  return items.toSorted((one, other) => rank(one) - rank(other))
}
