import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Clock, Flag, Lock } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay, formatTime } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { NoteCard_NoteFragment } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Tag } from '../ui/tag.tsx'
import { categoryIcons } from './category-icon.ts'
import './note-card.css'

const CorrectionDialog = lazy(() =>
  import('./correction-dialog.tsx').then((module) => ({ default: module.CorrectionDialog })),
)
const VersionsDialog = lazy(() =>
  import('./versions-dialog.tsx').then((module) => ({ default: module.VersionsDialog })),
)

export const noteCard = graphql(`
  fragment NoteCard_note on Note {
    id
    category
    priority
    body
    tags
    followUpOn
    followUpDoneAt
    visibility
    withheld
    contactMethod
    durationMinutes
    createdAt
    version
    versions {
      version
      body
      reason
      writtenAt
      writtenBy {
        id
        name
      }
    }
    author {
      id
      name
    }
  }
`)

/** A note as its readers see it; a restricted one tells only that it exists. */
export function NoteCard({ of, mayCorrect }: { of: FragmentType<NoteCard_NoteFragment>; mayCorrect: boolean }) {
  const { data: note, complete } = useFragment({ fragment: noteCard, fragmentName: 'NoteCard_note', from: of })
  if (!complete) return null
  return (
    <li className="timeline-entry">
      <time className="timeline-time figures" dateTime={note.createdAt}>
        {formatTime(note.createdAt)}
      </time>
      {note.withheld ? <WithheldNote note={note} /> : <ReadableNote note={note} mayCorrect={mayCorrect} />}
    </li>
  )
}

function WithheldNote({ note }: { note: NoteCard_NoteFragment }) {
  const { t } = useTranslation('notes')
  return (
    <article className="card note withheld">
      <p className="withheld-words">
        <Icon of={Lock} small />
        <span>
          {note.author ? t('restricted.by', { name: note.author.name }) : t('restricted.plain')}{' '}
          <span className="muted">{t('restricted.for')}</span>
        </span>
      </p>
    </article>
  )
}

function ReadableNote({ note, mayCorrect }: { note: NoteCard_NoteFragment; mayCorrect: boolean }) {
  const { t } = useTranslation('notes')
  const [dialog, setDialog] = useState<'versions' | 'correct'>()
  const category = note.category ?? 'SYSTEM'
  const how = [
    note.author?.name,
    note.contactMethod && t(`method.${note.contactMethod}`),
    note.durationMinutes && t('minutes', { count: note.durationMinutes }),
  ]
  const pressing = note.priority === 'HIGH' || note.priority === 'URGENT'
  return (
    <article className="card note">
      <div className="row wrap note-head">
        <Icon of={categoryIcons[category]} small className="text-accent" />
        <b>{t(`category.${category}`)}</b>
        <span className="muted">{how.filter(Boolean).join(' · ')}</span>
        <span className="grow" />
        {pressing && (
          <Tag tone={note.priority === 'URGENT' ? 'critical' : 'high'} icon={Flag}>
            {t(`priorityName.${note.priority!}`)}
          </Tag>
        )}
        {note.visibility === 'RESTRICTED' && <Tag icon={Lock}>{t('visibility.RESTRICTED')}</Tag>}
        {note.followUpOn && (
          <Tag icon={Clock} tone={note.followUpDoneAt ? 'success' : 'neutral'}>
            {note.followUpDoneAt
              ? t('followedUp')
              : t('followUpOn', { day: formatDay(note.followUpOn, londonToday()) })}
          </Tag>
        )}
        {note.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </div>
      <p className="reading note-text">{note.body}</p>
      <div className="row wrap note-foot">
        {note.version > 1 && (
          <Button look="quiet" size="small" onPress={() => setDialog('versions')}>
            {note.version === 2 ? t('first') : t('versions', { count: note.version - 1 })}
          </Button>
        )}
        <span className="grow" />
        {mayCorrect && category !== 'SYSTEM' && (
          <Button
            look="quiet"
            size="small"
            className="note-correct"
            label={t('correctLabel', { when: formatTime(note.createdAt) })}
            onPress={() => setDialog('correct')}
          >
            {t('correct')}
          </Button>
        )}
      </div>
      <Suspense>
        {dialog === 'versions' && <VersionsDialog versions={note.versions} onClose={() => setDialog(undefined)} />}
        {dialog === 'correct' && <CorrectionDialog note={note} onClose={() => setDialog(undefined)} />}
      </Suspense>
    </article>
  )
}
