import { useApolloClient, useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChecklistSection, type Show } from '../compliance/checklist-section.tsx'
import { CompletionAside } from '../compliance/completion-aside.tsx'
import { startItem } from '../compliance/item-commands.ts'
import type { ItemDialogRequest } from '../compliance/item-dialog.tsx'
import { useChecklistsToCome } from '../compliance/use-checklists-to-come.ts'
import { londonDay } from '../format/calendar-day.ts'
import { formatRecordedDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { refetchFieldsOf } from '../graph/refetch.ts'
import { useCommand } from '../graph/use-command.ts'
import { useViewer } from '../shell/viewer.tsx'
import { Notice } from '../ui/notice.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../compliance/texts.ts'

const ItemDialog = lazy(() =>
  import('../compliance/item-dialog.tsx').then((module) => ({ default: module.ItemDialog })),
)

const caseComplianceQuery = graphql(`
  query CaseCompliance($id: ID!) {
    case(id: $id) {
      id
      checklists {
        id
        attachedAt
        items {
          id
          done
          holdsUpStage
        }
        ...ChecklistSection_checklist
      }
      ...CompletionAside_case
    }
  }
`)

const route = getRouteApi('/shell/cases/$caseId/compliance')

/** Opens on what needs something, not on everything. */
export function CaseCompliancePage() {
  const { t } = useTranslation('compliance')
  const { caseId } = route.useParams()
  const { show = 'needs', item: pointedAt } = route.useSearch()
  const navigate = useNavigate()
  const client = useApolloClient()
  const viewer = useViewer()
  const [request, setRequest] = useState<ItemDialogRequest>()
  const start = useCommand(startItem)
  const { data, error, refetch } = useQuery(caseComplianceQuery, { variables: { id: caseId } })
  const found = data?.case
  useChecklistsToCome(caseId, found?.checklists?.length === 0)
  if (error && !found?.checklists) return <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
  if (!found) return <SkeletonLines lines={10} label={t('loading')} />
  const lists = found.checklists ?? []
  if (lists.length === 0)
    return (
      <section className="card">
        <EmptyState icon={CircleCheck} title={t('none')} />
      </section>
    )
  const items = lists.flatMap((list) => list.items)
  const fixedOn = lists.map((list) => list.attachedAt).toSorted()[0]!

  const act = async (asked: ItemDialogRequest) => {
    if (asked.action !== 'START') return setRequest(asked)
    if (await start.run({ caseChecklistId: asked.caseChecklistId, itemId: asked.item.id }))
      refetchFieldsOf(client, 'Case', caseId, ['stageGate'])
  }
  return (
    <div className="columns narrow-aside">
      <div>
        <div className="compliance-head">
          <Segmented<Show>
            label={t('show')}
            value={show}
            choices={[
              { value: 'needs', label: t('needsSomething', { count: items.filter((item) => !item.done).length }) },
              { value: 'blocking', label: t('blocks', { count: items.filter((item) => item.holdsUpStage).length }) },
              { value: 'all', label: t('all', { count: items.length }) },
            ]}
            onChange={(next) =>
              void navigate({
                to: '/cases/$caseId/compliance',
                params: { caseId },
                search: next === 'needs' ? {} : { show: next },
                replace: true,
              })
            }
          />
          <span className="tiny muted">{t('fixedOn', { day: formatRecordedDay(londonDay(fixedOn)) })}</span>
        </div>
        {start.refusal && (
          <Notice kind="refusal" role="alert">
            <p>{start.refusal.message}</p>
          </Notice>
        )}
        <section className="card">
          {lists.map((list) => (
            <ChecklistSection
              key={`${list.id} ${show}`}
              of={list}
              show={show}
              pointedAt={pointedAt}
              onAction={(asked) => void act(asked)}
            />
          ))}
        </section>
      </div>
      <aside aria-label={t('complete')}>
        <CompletionAside of={found} viewerId={viewer.id} />
      </aside>
      <Suspense>
        {request && <ItemDialog request={request} caseId={caseId} onClose={() => setRequest(undefined)} />}
      </Suspense>
    </div>
  )
}
