import { Link } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { Count } from '../ui/tag.tsx'
import { useCounts } from './counts.ts'
import { useDestinations } from './navigation.ts'
import { openDialog } from './open-dialog.ts'

/** On a phone the rail becomes four items at the bottom: three pages, and the rest behind "More". */
export function BottomBar() {
  const { t } = useTranslation('shell')
  const destinations = useDestinations().slice(0, 3)
  const counts = useCounts()
  return (
    <nav className="bottom-bar" aria-label={t('phoneNav')}>
      {destinations.map(({ to, label, icon, count }) => (
        <Link
          key={to}
          to={to}
          className="bottom-link"
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ includeSearch: false }}
        >
          <Icon of={icon} />
          {label}
          {count === 'alerts' && counts.alerts !== undefined && counts.alerts > 0 && (
            <Count
              value={counts.alerts}
              urgent
              label={t('alertsWaiting', { count: counts.alerts }).replace(String(counts.alerts), '').trim()}
            />
          )}
        </Link>
      ))}
      <button type="button" className="bottom-link" onClick={() => openDialog.set('more')}>
        <Icon of={Menu} />
        {t('more')}
      </button>
    </nav>
  )
}
