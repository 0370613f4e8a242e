import { useApolloClient, useQuery } from '@apollo/client/react'
import { Lock, Users } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { today as londonToday } from '../format/calendar-day.ts'
import { graphql } from '../generated/gql.ts'
import type { NotePriority, NoteVisibility } from '../generated/graphql.ts'
import { refetchFieldsOf, refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { TagField } from '../ui/tag-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useNoteDraft } from './note-draft.ts'
import { noteCategories } from './notes-search.ts'
import './note-composer.css'

const addNote = graphql(`
  mutation AddNote($input: AddNoteInput!) {
    addNote(input: $input) {
      __typename
      ... on Note {
        id
        ...NoteCard_note
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

const priorities: NotePriority[] = ['LOW', 'NORMAL', 'HIGH', 'URGENT']
const choosable: NoteVisibility[] = ['CASE_TEAM', 'CENTRE', 'COMPLIANCE', 'CLIENT_VISIBLE']

/** Ready-made beginnings, and the centre's tags. Asked apart from the page: both belong to the centre, which the case names. */
const composerOffers = graphql(`
  query ComposerOffers($centreId: ID!) {
    noteTemplates(centreId: $centreId) {
      id
      name
      category
      body
      tags
    }
    caseTags(centreId: $centreId)
  }
`)

/** Write while the client talks: the box is open, the focus in it, the kind guessed, the rest optional. */
export function NoteComposer({ caseId, centreId }: { caseId: string; centreId: string | undefined }) {
  const { t } = useTranslation('notes')
  const client = useApolloClient()
  const { draft, change, unfinished, clear } = useNoteDraft(caseId)
  const [problem, setProblem] = useState<string>()
  const { run, busy, refusal, forget } = useCommand(addNote)
  const { data: offers } = useQuery(composerOffers, {
    variables: { centreId: centreId ?? '' },
    skip: !centreId,
    fetchPolicy: 'cache-first',
  })
  const templates = offers?.noteTemplates ?? []
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useShortcut('n', () => box.current?.focus())
  const restricted =
    draft.category === 'SAFEGUARDING' || draft.category === 'VULNERABILITY' ? draft.category : undefined

  const save = async () => {
    if (draft.body.trim() === '') {
      setProblem(t('bodyMissing'))
      box.current?.focus()
      return
    }
    setProblem(undefined)
    const saved = await run({
      caseId,
      body: draft.body.trim(),
      category: draft.category,
      priority: draft.priority,
      tags: draft.tags,
      ...(draft.followUpOn ? { followUpOn: draft.followUpOn } : {}),
      ...(restricted ? {} : { visibility: draft.visibility }),
    })
    if (!saved) return
    clear()
    box.current?.focus()
    refetchFieldsOf(client, 'Case', caseId, ['notes', 'nextAction', 'lastActivity'])
    refetchRootFields(client, ['followUps'])
  }
  return (
    <section
      className="card composer"
      aria-label={t('new')}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void save()
        }
      }}
    >
      {refusal && refusal.field === null && (
        <Notice kind="refusal" role="alert">
          <p>{refusal.message}</p>
        </Notice>
      )}
      <TextField
        label={
          <>
            {t('new')} <span className="aside">{t('newHint')}</span>
          </>
        }
        lines={3}
        value={draft.body}
        onChange={(body) => {
          change({ body })
          if (refusal) forget()
        }}
        autoFocus
        inputRef={box}
        error={problem ?? refusalOf(refusal, 'body')}
      />
      <div className="composer-fields">
        <Select
          label={t('kind')}
          value={draft.category}
          choices={noteCategories
            .filter((category) => category !== 'SYSTEM')
            .map((category) => ({ value: category, label: t(`category.${category}`) }))}
          onChange={(category) => change({ category, categoryChosen: true })}
          error={refusalOf(refusal, 'category')}
        />
        <Select
          label={t('priority')}
          value={draft.priority}
          choices={priorities.map((priority) => ({ value: priority, label: t(`priorityName.${priority}`) }))}
          onChange={(priority) => change({ priority })}
        />
        <DateField
          label={t('followUp')}
          value={draft.followUpOn}
          onChange={(followUpOn) => change({ followUpOn })}
          earliest={londonToday()}
          error={refusalOf(refusal, 'followUpOn')}
        />
        <TagField
          label={t('tags')}
          tags={draft.tags}
          onChange={(tags) => change({ tags })}
          suggestions={offers?.caseTags ?? []}
        />
      </div>
      {restricted && (
        <Notice icon={Lock}>
          <p>{t(`restrictedHint.${restricted}`)}</p>
        </Notice>
      )}
      <div className="row wrap composer-foot">
        {restricted ? null : <Visibility value={draft.visibility} onChange={(visibility) => change({ visibility })} />}
        <span className="grow" />
        {unfinished && <span className="muted tiny">{t('draftKept')}</span>}
        {templates.length > 0 && (
          <MenuTrigger>
            <Button look="quiet">{t('template')}</Button>
            <Popover className="popover list-popover">
              <Menu
                className="list-box"
                aria-label={t('templates')}
                items={templates}
                onAction={(key) => {
                  const template = templates.find(({ id }) => id === key)
                  if (!template) return
                  change({
                    body: draft.body ? `${draft.body}\n${template.body}` : template.body,
                    category: template.category,
                    categoryChosen: true,
                    tags: [...new Set([...draft.tags, ...template.tags])],
                  })
                  requestAnimationFrame(() => box.current?.focus())
                }}
              >
                {(template) => (
                  <MenuItem className="list-option" textValue={template.name}>
                    {template.name}
                  </MenuItem>
                )}
              </Menu>
            </Popover>
          </MenuTrigger>
        )}
        <Button look="primary" shortcut="Ctrl Enter" busy={busy && t('saving')} onPress={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </section>
  )
}

function Visibility({ value, onChange }: { value: NoteVisibility; onChange: (value: NoteVisibility) => void }) {
  const { t } = useTranslation('notes')
  return (
    <span className="row composer-visibility">
      <Icon of={Users} small className="muted" />
      <span className="tiny muted">{t('visibleTo')}</span> <b className="tiny">{t(`visibility.${value}`)}</b>
      <MenuTrigger>
        <Button look="quiet" size="small">
          {t('change')}
        </Button>
        <Popover className="popover list-popover">
          <Menu
            className="list-box"
            aria-label={t('visibleTo')}
            selectionMode="single"
            selectedKeys={[value]}
            onAction={(key) => onChange(key as NoteVisibility)}
          >
            {choosable.map((choice) => (
              <MenuItem
                key={choice}
                id={choice}
                className="list-option menu-choice"
                textValue={t(`visibility.${choice}`)}
              >
                {t(`visibility.${choice}`)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </span>
  )
}
