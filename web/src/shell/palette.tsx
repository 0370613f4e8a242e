import { useQuery } from '@apollo/client/react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Briefcase, ClipboardCheck, Pencil, Plus, Search, type LucideIcon } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Header } from 'react-aria-components/Header'
import { Input } from 'react-aria-components/Input'
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { TextField } from 'react-aria-components/TextField'
import { graphql } from '../generated/gql.ts'
import { Icon } from '../ui/icon.tsx'
import { Highlight } from './highlight.tsx'
import { useDestinations } from './navigation.ts'
import { openDialog } from './open-dialog.ts'
import { offers, useViewer } from './viewer.tsx'
import '../ui/dialog.css'
import './palette.css'
import '../compliance/texts.ts'

const paletteQuery = graphql(`
  query Palette($search: String!) {
    cases(first: 6, search: $search) {
      edges {
        node {
          id
          reference
          stage
          client {
            id
            name
          }
          centre {
            id
            name
          }
        }
      }
    }
  }
`)

const settleMs = 180

interface Command {
  id: string
  icon: LucideIcon
  words: string
  keys?: string
  run: () => void
}

/** Ctrl K: cases by name or reference, and what can be done, from anywhere. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const [text, setText] = useState('')
  const search = useSettled(text.trim())
  const { data, loading } = useQuery(paletteQuery, {
    variables: { search },
    skip: search.length < 2,
    fetchPolicy: 'cache-and-network',
  })
  const cases = search.length < 2 ? [] : (data?.cases.edges.map(({ node }) => node) ?? [])
  const commands = useCommands().filter(({ words }) => words.toLowerCase().includes(text.trim().toLowerCase()))
  const navigate = useNavigate()
  const choose = (id: string) => {
    onClose()
    const command = commands.find((candidate) => candidate.id === id)
    if (command) command.run()
    else void navigate({ to: '/cases/$caseId', params: { caseId: id } })
  }
  const empty = text.trim().length > 1 && cases.length === 0 && commands.length === 0
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal palette-modal">
        <Dialog className="dialog palette" aria-label={t('palette.title')}>
          <Autocomplete inputValue={text} onInputChange={setText}>
            <TextField autoFocus aria-label={t('palette.placeholder')} className="palette-search">
              <Icon of={Search} className="text-accent" />
              <Input placeholder={t('palette.placeholder')} />
              <kbd>Esc</kbd>
            </TextField>
            <Menu
              className="palette-list"
              aria-label={t('palette.title')}
              onAction={(key) => choose(String(key))}
              renderEmptyState={() => <Empty text={text.trim()} loading={loading && !empty} />}
            >
              {cases.length > 0 && (
                <MenuSection>
                  <Header className="palette-group">{t('palette.cases')}</Header>
                  {cases.map((found) => (
                    <Option
                      key={found.id}
                      id={found.id}
                      icon={Briefcase}
                      textValue={found.client?.name ?? found.reference}
                    >
                      <b>
                        <Highlight text={found.client?.name ?? ''} search={search} />
                      </b>{' '}
                      <span className="muted figures">
                        <Highlight text={found.reference} search={search} /> ·{' '}
                        {t(`stageName.${found.stage}`, { ns: 'words' })} · {found.centre?.name}
                      </span>
                    </Option>
                  ))}
                </MenuSection>
              )}
              {commands.length > 0 && (
                <MenuSection>
                  <Header className="palette-group">{t('palette.actions')}</Header>
                  {commands.map((command) => (
                    <Option
                      key={command.id}
                      id={command.id}
                      icon={command.icon}
                      textValue={command.words}
                      {...(command.keys ? { keys: command.keys } : {})}
                    >
                      <Highlight text={command.words} search={text} />
                    </Option>
                  ))}
                </MenuSection>
              )}
            </Menu>
          </Autocomplete>
          <footer className="palette-foot">
            <span>
              <kbd>↑</kbd> <kbd>↓</kbd> {t('palette.move')}
            </span>
            <span>
              <kbd>Enter</kbd> {t('palette.open')}
            </span>
            <span className="grow" />
            <span>{t('palette.mayse')}</span>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Empty({ text, loading }: { text: string; loading: boolean }) {
  const { t } = useTranslation('shell')
  return (
    <p className="palette-empty" role="status">
      {loading ? t('palette.searching', { text }) : t('palette.nothing', { text })}
    </p>
  )
}

function Option({
  id,
  icon,
  textValue,
  keys,
  children,
}: {
  id: string
  icon: LucideIcon
  textValue: string
  keys?: string
  children: ReactNode
}) {
  return (
    <MenuItem id={id} textValue={textValue} className="palette-option">
      <Icon of={icon} />
      <span>{children}</span>
      {keys && (
        <span className="row">
          {keys.split(' ').map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </MenuItem>
  )
}

function useCommands(): Command[] {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const viewer = useViewer()
  const destinations = useDestinations()
  const { caseId } = useParams({ strict: false })
  const onCase: Command[] = caseId
    ? [
        {
          id: 'note',
          icon: Pencil,
          words: t('add', { ns: 'notes' }),
          keys: 'N',
          run: () => void navigate({ to: '/cases/$caseId/notes', params: { caseId } }),
        },
        {
          id: 'compliance',
          icon: ClipboardCheck,
          words: t('open', { ns: 'compliance' }),
          run: () => void navigate({ to: '/cases/$caseId/compliance', params: { caseId } }),
        },
      ]
    : []
  const goKeys: Partial<Record<string, string>> = {
    '/today': 'G T',
    '/cases': 'G C',
    '/alerts': 'G A',
    '/dashboard': 'G D',
  }
  return [
    ...onCase,
    ...(offers.openCase(viewer)
      ? [{ id: 'new-case', icon: Plus, words: t('keys.newCase'), keys: 'C', run: () => openDialog.set('new-case') }]
      : []),
    ...destinations.map(({ to, label, icon }) => ({
      id: to,
      icon,
      words: label,
      ...(goKeys[to] ? { keys: goKeys[to] } : {}),
      run: () => void navigate({ to }),
    })),
    { id: 'shortcuts', icon: Search, words: t('keys.title'), keys: '?', run: () => openDialog.set('shortcuts') },
  ]
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
