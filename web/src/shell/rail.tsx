import { Link } from '@tanstack/react-router'
import { Keyboard, User } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from '../graph/store.ts'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { Count } from '../ui/tag.tsx'
import { useCounts } from './counts.ts'
import { useDestinations } from './navigation.ts'
import { openDialog } from './open-dialog.ts'
import { recentCases } from './recent-cases.ts'
import { useViewer, type Viewer } from './viewer.tsx'

export function Rail() {
  const { t } = useTranslation('shell')
  const destinations = useDestinations()
  const counts = useCounts()
  const viewer = useViewer()
  const recent = useStore(recentCases)
  return (
    <header className="rail" aria-label={t('words:casework' as never)}>
      <Link className="mark" to="/today">
        <Mark />
        <span>{t('words:casework' as never)}</span>
      </Link>
      <nav aria-label={t('main')}>
        <ul>
          {destinations.map(({ to, label, icon, count, group }, index) => {
            const value = count && counts[count]
            const opensGroup = group !== undefined && group !== destinations[index - 1]?.group
            return (
              <li key={to}>
                {opensGroup && <p className="rail-group">{group}</p>}
                <Link
                  to={to}
                  className="rail-link"
                  activeProps={{ 'aria-current': 'page' }}
                  activeOptions={{ includeSearch: false }}
                >
                  <Icon of={icon} />
                  {label}
                  {value !== undefined && value > 0 && (
                    <Count
                      value={value}
                      urgent={count === 'alerts'}
                      label={t('openCount', { count: value }).replace(String(value), '').trim()}
                    />
                  )}
                </Link>
              </li>
            )
          })}
        </ul>
        {recent.length > 0 && (
          <div className="rail-recent">
            <p className="rail-group" id="recent-cases">
              {t('recent')}
            </p>
            <ul aria-labelledby="recent-cases">
              {recent.map((item) => (
                <li key={item.id}>
                  <Link
                    to="/cases/$caseId"
                    params={{ caseId: item.id }}
                    className="rail-link recent"
                    activeOptions={{ exact: true }}
                  >
                    <Icon of={User} small />
                    <span className="rail-name">{item.name}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        )}
      </nav>
      <div className="rail-foot">
        <button type="button" className="rail-link" onClick={() => openDialog.set('shortcuts')}>
          <Icon of={Keyboard} />
          {t('shortcuts')} <kbd>?</kbd>
        </button>
        <Link to="/account" className="rail-link rail-who">
          <Icon of={User} />
          <span className="tiny">
            <b>{viewer.name}</b>
            <RoleLine viewer={viewer} />
            <span className="visually-hidden">, {t('accountMenu')}</span>
          </span>
        </Link>
      </div>
    </header>
  )
}

function RoleLine({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('shell')
  const membership = viewer.memberships[0]
  const role = membership?.roles[0] ?? viewer.roles[0]
  if (!role) return null
  const centres = new Set(viewer.memberships.map(({ centre }) => centre.id))
  return (
    <>
      {membership && centres.size === 1
        ? t('roleAt', { role: t(`role.${role}`), centre: membership.centre.name })
        : t(`role.${role}`)}
    </>
  )
}
