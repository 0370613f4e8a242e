import { useApolloClient, useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TaskItem } from '../cases/task-item.tsx'
import { graphql } from '../generated/gql.ts'
import { refetchFieldsOf, refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Notice } from '../ui/notice.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import { TextField } from '../ui/text-field.tsx'

const caseTasks = graphql(`
  query CaseTasks($id: ID!) {
    case(id: $id) {
      id
      allowed
      tasks(includeDone: true) {
        id
        doneAt
        ...TaskItem_task
      }
    }
  }
`)

const addTask = graphql(`
  mutation AddTask($input: AddTaskInput!) {
    addTask(input: $input) {
      __typename
      ... on Task {
        id
        ...TaskItem_task
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

const route = getRouteApi('/shell/cases/$caseId/tasks')

export function CaseTasksPage() {
  const { t } = useTranslation('cases')
  const { caseId } = route.useParams()
  const { data, error, refetch } = useQuery(caseTasks, { variables: { id: caseId } })
  const found = data?.case
  if (error && !found) return <CouldNotLoad what={t('tasks.what')} onRetry={() => void refetch()} />
  if (!found) return <SkeletonLines lines={6} label={t('tasks.loading')} />
  const open = found.tasks.filter(({ doneAt }) => doneAt === null)
  const done = found.tasks.filter(({ doneAt }) => doneAt !== null)
  return (
    <div className="columns narrow-aside">
      <div>
        <Card title={t('tasks.open')} flush>
          {open.length === 0 && (
            <EmptyState icon={ListChecks} title={t('tasks.empty')}>
              {t('tasks.emptyText')}
            </EmptyState>
          )}
          <ul className="rows">
            {open.map((task) => (
              <TaskItem key={task.id} of={task} caseId={caseId} />
            ))}
          </ul>
        </Card>
        {done.length > 0 && (
          <Card title={t('tasks.done')} flush>
            <ul className="rows">
              {done.map((task) => (
                <TaskItem key={task.id} of={task} caseId={caseId} />
              ))}
            </ul>
          </Card>
        )}
      </div>
      <aside aria-label={t('tasks.add')}>{found.allowed.includes('ADD_TASK') && <AddTaskForm caseId={caseId} />}</aside>
    </div>
  )
}

function AddTaskForm({ caseId }: { caseId: string }) {
  const { t } = useTranslation('cases')
  const client = useApolloClient()
  const [title, setTitle] = useState('')
  const [dueOn, setDueOn] = useState<string>()
  const [missing, setMissing] = useState(false)
  const { run, busy, refusal } = useCommand(addTask)
  const submit = async () => {
    if (title.trim() === '') return setMissing(true)
    setMissing(false)
    if (!(await run({ caseId, title: title.trim(), ...(dueOn ? { dueOn } : {}) }))) return
    setTitle('')
    setDueOn(undefined)
    refetchFieldsOf(client, 'Case', caseId, ['tasks', 'nextAction', 'lastActivity'])
    refetchRootFields(client, ['tasks'])
  }
  return (
    <Card title={t('tasks.add')}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {refusal && refusal.field === null && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        <TextField
          label={t('tasks.task')}
          value={title}
          onChange={setTitle}
          error={missing ? t('tasks.missing') : refusalOf(refusal, 'title')}
        />
        <DateField
          label={t('tasks.due')}
          optional
          hint={t('dateHint', { ns: 'words' })}
          value={dueOn}
          onChange={setDueOn}
          error={refusalOf(refusal, 'dueOn')}
        />
        <Button type="submit" look="primary" busy={busy && t('tasks.adding')}>
          {t('tasks.submit')}
        </Button>
      </form>
    </Card>
  )
}
