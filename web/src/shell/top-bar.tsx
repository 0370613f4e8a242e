import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../format/dates.ts'
import { connection } from '../graph/connection.ts'
import { useStore } from '../graph/store.ts'
import { Icon } from '../ui/icon.tsx'
import { DisplaySettings } from './display-settings.tsx'
import { openDialog } from './open-dialog.ts'

export function TopBar() {
  const { t } = useTranslation('shell')
  return (
    <div className="top-bar" role="search" aria-label={t('findBar')}>
      <button type="button" className="jump" onClick={() => openDialog.set('palette')}>
        <Icon of={Search} />
        <span>{t('find')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className="grow desktop-only" />
      <LiveState />
      <DisplaySettings />
    </div>
  )
}

/** Whether alerts arrive as they are raised. */
function LiveState() {
  const { t } = useTranslation('shell')
  const { live, lastAnswerAt } = useStore(connection)
  const words =
    live === 'live'
      ? t('live')
      : live === 'connecting'
        ? t('connecting')
        : lastAnswerAt
          ? t('lastUpdate', { time: formatTime(new Date(lastAnswerAt)) })
          : t('notLive')
  return (
    <span className={live === 'live' ? 'live-state' : 'live-state lost'} data-live={live}>
      <i aria-hidden="true" />
      {words}
    </span>
  )
}
