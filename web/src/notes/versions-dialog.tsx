import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import type { NoteCard_NoteFragment } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Every version of a note, the newest first: a correction never hides what was written. */
export function VersionsDialog({
  versions,
  onClose,
}: {
  versions: NoteCard_NoteFragment['versions']
  onClose: () => void
}) {
  const { t } = useTranslation('notes')
  const words = { today: t('when.Today', { ns: 'words' }), yesterday: t('when.Yesterday', { ns: 'words' }) }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('versionTitle')}
      intro={t('versionIntro')}
      footer={<Button onPress={onClose}>{t('close', { ns: 'words' })}</Button>}
    >
      {versions.map((version) => (
        <section key={version.version} className="version">
          <h3>{version.version === 1 ? t('firstVersion') : t('version', { number: version.version })}</h3>
          <p className="muted tiny">
            {t('versionBy', {
              name: version.writtenBy?.name ?? t('somebody', { ns: 'words' }),
              when: formatMoment(version.writtenAt, londonToday(), words),
            })}
            {version.reason && ` · ${t('why', { reason: version.reason })}`}
          </p>
          <p className="reading">{version.body}</p>
        </section>
      ))}
    </Dialog>
  )
}
