import { useQuery } from '@apollo/client/react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { MessageSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { NoteFilter } from '../generated/graphql.ts'
import { londonDay, today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { FollowUpItem } from '../notes/follow-up-list.tsx'
import { KeepInMind } from '../notes/keep-in-mind.tsx'
import { NoteCard } from '../notes/note-card.tsx'
import { NoteComposer } from '../notes/note-composer.tsx'
import { NoteFilters } from '../notes/note-filters.tsx'
import type { NotesSearch } from '../notes/notes-search.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ListPager } from '../ui/list-pager.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'

const caseNotes = graphql(`
  query CaseNotes($id: ID!, $first: Int!, $after: String, $filter: NoteFilter) {
    case(id: $id) {
      id
      allowed
      centre {
        id
      }
      notes(first: $first, after: $after, filter: $filter) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            createdAt
            ...NoteCard_note
          }
        }
      }
      all: notes(first: 1) {
        totalCount
      }
      high: notes(first: 1, filter: { priorities: [HIGH, URGENT] }) {
        totalCount
      }
      followUps: notes(first: 30, filter: { followUpOpen: true }) {
        totalCount
        edges {
          node {
            id
            body
            followUpOn
          }
        }
      }
      ...KeepInMind_case
    }
  }
`)

const pageSize = 20
const route = getRouteApi('/shell/cases/$caseId/notes')

/** Write while the client talks, and find what was written. */
export function CaseNotesPage() {
  const { t } = useTranslation('notes')
  const { caseId } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { page: pages = [], ...withoutPage } = search
  const { data, previousData, error, refetch } = useQuery(caseNotes, {
    variables: { id: caseId, first: pageSize, after: pages.at(-1) ?? null, filter: toNoteFilter(search) },
  })
  const shown = (data ?? previousData)?.case
  const goTo = (page: string[]) =>
    void navigate({
      to: '/cases/$caseId/notes',
      params: { caseId },
      search: { ...withoutPage, ...(page.length > 0 ? { page } : {}) },
    })
  if (error && !shown) return <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
  const notes = shown?.notes.edges.map(({ node }) => node) ?? []
  const followUps = shown?.followUps.edges.map(({ node }) => node).filter((note) => note.followUpOn !== null) ?? []
  return (
    <div className="columns narrow-aside">
      <div>
        {shown?.allowed.includes('ADD_NOTE') && (
          <NoteComposer key={caseId} caseId={caseId} centreId={shown.centre?.id} />
        )}
        <NoteFilters
          caseId={caseId}
          search={search}
          counts={
            shown
              ? { all: shown.all.totalCount, high: shown.high.totalCount, followUp: shown.followUps.totalCount }
              : undefined
          }
        />
        {!shown ? (
          <SkeletonLines lines={8} label={t('loading')} />
        ) : notes.length === 0 ? (
          <section className="card">
            <NoNotes caseId={caseId} filtered={shown.all.totalCount > 0} />
          </section>
        ) : (
          <DaysOfNotes notes={notes} mayCorrect={shown.allowed.includes('ADD_NOTE')} />
        )}
        {shown && (pages.length > 0 || shown.notes.pageInfo.hasNextPage) && (
          <ListPager
            pages={pages}
            size={pageSize}
            shown={notes.length}
            total={shown.notes.totalCount}
            pageInfo={shown.notes.pageInfo}
            onGo={goTo}
          />
        )}
      </div>
      <aside aria-label={t('aside')}>
        <Card title={t('followUps.title')} flush>
          {followUps.length === 0 ? (
            <p className="card-body muted">{t('followUps.none')}</p>
          ) : (
            <ul>
              {followUps.map((note) => (
                <FollowUpItem
                  key={note.id}
                  of={{ id: note.id, caseId, body: note.body, followUpOn: note.followUpOn! }}
                />
              ))}
            </ul>
          )}
        </Card>
        {shown && <KeepInMind of={shown} />}
        <p className="muted tiny aside-note">{t('forever')}</p>
      </aside>
    </div>
  )
}

function toNoteFilter(search: NotesSearch): NoteFilter | null {
  const filter: NoteFilter = {
    ...(search.category ? { categories: [search.category] } : {}),
    ...(search.high ? { priorities: ['HIGH', 'URGENT'] } : {}),
    ...(search.followUp ? { followUpOpen: true } : {}),
    ...(search.tag ? { tag: search.tag } : {}),
    ...(search.find ? { search: search.find } : {}),
  }
  return Object.keys(filter).length > 0 ? filter : null
}

interface DatedNote {
  id: string
  createdAt: string
}

/** The notes under the days on which they were written, the newest day first. */
function DaysOfNotes<Note extends DatedNote & Parameters<typeof NoteCard>[0]['of']>({
  notes,
  mayCorrect,
}: {
  notes: Note[]
  mayCorrect: boolean
}) {
  const { t } = useTranslation('notes')
  const today = londonToday()
  const days = Map.groupBy(notes, (note) => londonDay(note.createdAt))
  return [...days].map(([day, ofDay]) => (
    <section key={day}>
      <h2 className="day-head">
        {day === today ? t('todayIs', { day: formatDay(day, today) }) : formatDay(day, today)}
      </h2>
      <ol>
        {ofDay.map((note) => (
          <NoteCard key={note.id} of={note} mayCorrect={mayCorrect} />
        ))}
      </ol>
    </section>
  ))
}

function NoNotes({ caseId, filtered }: { caseId: string; filtered: boolean }) {
  const { t } = useTranslation('notes')
  if (!filtered)
    return (
      <EmptyState icon={MessageSquare} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={MessageSquare}
      title={t('empty.filteredTitle')}
      actions={
        <ButtonLink to="/cases/$caseId/notes" params={{ caseId }} search={{}}>
          {t('empty.showAll')}
        </ButtonLink>
      }
    >
      {t('empty.filteredText')}
    </EmptyState>
  )
}
