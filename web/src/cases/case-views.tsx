import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useNavigate } from '@tanstack/react-router'
import { useShortcut } from '../shell/shortcuts.ts'
import { Count } from '../ui/tag.tsx'
import type { CasesView } from './cases-search.ts'
import '../ui/tabs.css'

/** The ready-made views, with how many cases each holds. `G` and a digit chooses one. */
export function CaseViews({
  views,
  current,
  counts,
}: {
  views: CasesView[]
  current: CasesView
  counts: Partial<Record<CasesView, number>>
}) {
  const { t } = useTranslation('cases')
  return (
    <nav className="tabs case-views" aria-label={t('views.label')}>
      {views.map((view, index) => (
        <Link
          key={view}
          to="/cases"
          search={index === 0 ? {} : { view }}
          activeProps={{}}
          activeOptions={{ exact: true }}
          aria-current={view === current ? 'page' : undefined}
        >
          {t(`views.${view}`)}
          {counts[view] !== undefined && <Count value={counts[view]} />}
          <ViewKey number={index + 1} view={view} first={index === 0} />
        </Link>
      ))}
    </nav>
  )
}

function ViewKey({ number, view, first }: { number: number; view: CasesView; first: boolean }) {
  const navigate = useNavigate()
  useShortcut(`g ${number}`, () => void navigate({ to: '/cases', search: first ? {} : { view } }))
  return null
}
