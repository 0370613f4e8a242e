import { useApolloClient, useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay, formatMoment } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { TaskItem_TaskFragment } from '../generated/graphql.ts'
import { refetchFieldsOf, refetchRootFields } from '../graph/refetch.ts'
import { useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { CountdownWords } from '../ui/deadline.tsx'

export const taskItem = graphql(`
  fragment TaskItem_task on Task {
    id
    title
    dueOn
    doneAt
    assignee {
      id
      name
    }
    doneBy {
      id
      name
    }
  }
`)

const completeTask = graphql(`
  mutation CompleteTask($input: CompleteTaskInput!) {
    completeTask(input: $input) {
      __typename
      ... on Task {
        id
        doneAt
        doneBy {
          id
          name
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

/** Something to do by a day; `clientName` where tasks of several cases stand together. */
export function TaskItem({
  of,
  caseId,
  clientName,
}: {
  of: FragmentType<TaskItem_TaskFragment>
  caseId: string
  clientName?: string | undefined
}) {
  const { t } = useTranslation('cases')
  const words = { today: t('when.Today', { ns: 'words' }), yesterday: t('when.Yesterday', { ns: 'words' }) }
  const client = useApolloClient()
  const { data: task, complete } = useFragment({ fragment: taskItem, fragmentName: 'TaskItem_task', from: of })
  const { run, busy, refusal } = useCommand(completeTask)
  if (!complete) return null
  const finish = async () => {
    if (!(await run({ taskId: task.id }))) return
    refetchFieldsOf(client, 'Case', caseId, ['tasks', 'nextAction'])
    refetchRootFields(client, ['tasks'])
  }
  return (
    <li>
      <div>
        <b className={task.doneAt ? 'muted' : ''}>{task.title}</b>
        <div className="tiny muted">
          {clientName && `${clientName} · `}
          {task.doneAt ? (
            t('tasks.doneBy', {
              when: formatMoment(task.doneAt, londonToday(), words),
              name: task.doneBy?.name ?? t('somebody', { ns: 'words' }),
            })
          ) : task.dueOn ? (
            <>
              {formatDay(task.dueOn, londonToday())}, <CountdownWords day={task.dueOn} />
            </>
          ) : (
            t('tasks.noDate')
          )}
          {!task.doneAt && task.assignee && ` · ${t('tasks.assigned', { name: task.assignee.name })}`}
        </div>
        {refusal && (
          <p className="text-critical tiny" role="alert">
            {refusal.message}
          </p>
        )}
      </div>
      {!task.doneAt && (
        <Button
          size="small"
          busy={busy && t('tasks.finishing')}
          label={t('tasks.finishLabel', { title: task.title })}
          onPress={() => void finish()}
        >
          {t('tasks.finish')}
        </Button>
      )}
    </li>
  )
}
