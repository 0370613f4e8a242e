import { useNavigate } from '@tanstack/react-router'
import { ClipboardList, Plus } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ListPager } from '../ui/list-pager.tsx'
import { Select } from '../ui/select.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import type { RegisterCommand } from './register-commands.ts'
import './texts.ts'
import './registers.css'
import '../ui/table.css'

const CommandDialog = lazy(() => import('./command-dialog.tsx').then((module) => ({ default: module.CommandDialog })))

export const registerPageSize = 25

interface List<Node> {
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  edges: { node: Node }[]
}

/** A register's list: its filters, its rows, its pages. */
export function RegisterList<Node extends { id: string }>({
  name,
  list,
  failed,
  onRetry,
  filters,
  columns,
  renderRow,
  pages,
  onGo,
}: {
  /** Its texts are at `list.<name>`. */
  name: string
  list: List<Node> | undefined
  failed: boolean
  onRetry: () => void
  filters?: ReactNode
  columns: string[]
  renderRow: (node: Node) => ReactNode
  pages: string[]
  onGo: (pages: string[]) => void
}) {
  const { t } = useTranslation('registers')
  const text = (key: string) => t(`list.${name}.${key}` as never) as string
  return (
    <>
      {filters && <div className="row wrap register-filters">{filters}</div>}
      {failed && !list ? (
        <CouldNotLoad what={text('what')} onRetry={onRetry} />
      ) : !list ? (
        <SkeletonLines lines={8} label={text('loading')} />
      ) : list.edges.length === 0 ? (
        <section className="card">
          <EmptyState icon={ClipboardList} title={text('empty')}>
            {text('emptyText')}
          </EmptyState>
        </section>
      ) : (
        <div className="card table-card" tabIndex={0} role="region" aria-label={text('title')}>
          <table className="table two-line">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`column.${column}` as never) as string}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.edges.map(({ node }) => (
                <tr key={node.id}>{renderRow(node)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list && (pages.length > 0 || list.pageInfo.hasNextPage) && (
        <ListPager
          pages={pages}
          size={registerPageSize}
          shown={list.edges.length}
          total={list.totalCount}
          pageInfo={list.pageInfo}
          onGo={onGo}
        />
      )}
    </>
  )
}

/** A filter with one value or all. */
export function OneOf<Value extends string>({
  label,
  group,
  values,
  value,
  onChange,
}: {
  label: string
  group: string
  values: readonly Value[]
  value: Value | undefined
  onChange: (value: Value | undefined) => void
}) {
  const { t } = useTranslation('registers')
  return (
    <Select<string>
      label={label}
      value={value ?? 'ALL'}
      choices={[
        { value: 'ALL', label: t('all') },
        ...values.map((one) => ({ value: one, label: t(`${group}.${one}` as never) as string })),
      ]}
      onChange={(chosen) => onChange(chosen === 'ALL' ? undefined : (chosen as Value))}
    />
  )
}

/** The centre of a register: the viewer's only one, or one of several. */
export function useRegisterCentre(asked: string | undefined): { centreId: string; several: boolean } {
  const viewer = useViewer()
  const centreId = asked ?? viewer.memberships[0]?.centre.id ?? viewer.centres[0]?.id ?? ''
  return { centreId, several: viewer.centres.length > 1 }
}

export function CentreChoice({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation('registers')
  const viewer = useViewer()
  return (
    <Select
      label={t('centre')}
      value={value}
      choices={viewer.centres.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={onChange}
    />
  )
}

/** The button that adds to a register, and its form; then the page of what was added. */
export function AddToRegister({
  command,
  centreId,
  goTo,
}: {
  command: RegisterCommand
  centreId: string
  goTo?: '/registers/complaints/$id' | '/registers/data-requests/$id' | '/registers/breaches/$id'
}) {
  const { t } = useTranslation('registers')
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="primary" icon={<Icon of={Plus} />} onPress={() => setOpen(true)}>
        {t(`command.${command.name}.button` as never) as string}
      </Button>
      {open && (
        <Suspense>
          <CommandDialog
            command={command}
            base={{ centreId }}
            centreId={centreId}
            onClose={() => setOpen(false)}
            {...(goTo && { onDone: (id: string) => void navigate({ to: goTo, params: { id } }) })}
          />
        </Suspense>
      )}
    </>
  )
}
