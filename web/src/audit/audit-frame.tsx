import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { offers, useViewer } from '../shell/viewer.tsx'
import { PageHead } from '../ui/page-head.tsx'
import '../ui/tabs.css'
import './texts.ts'
import './audit.css'

/** The head that the pages of the audit share. Each viewer is offered the parts that are theirs to read. */
export function AuditFrame({ part, children }: { part: 'trail' | 'restricted' | 'chain'; children: ReactNode }) {
  const { t } = useTranslation('audit')
  const viewer = useViewer()
  const tabs = [
    { to: '/audit', key: 'trail', offered: true },
    { to: '/audit/restricted', key: 'restricted', offered: offers.restrictedViews(viewer) },
    { to: '/audit/chain', key: 'chain', offered: offers.auditChain(viewer) },
  ] as const
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead title={part === 'trail' ? t('title') : t(`tabs.${part}`)} sentence={t(`sentence.${part}`)} />
      <nav className="tabs outlined" aria-label={t('tabs.label')}>
        {tabs
          .filter(({ offered }) => offered)
          .map(({ to, key }) => (
            <Link
              key={key}
              to={to}
              search={{}}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {t(`tabs.${key}`)}
            </Link>
          ))}
      </nav>
      <div className="audit-part">{children}</div>
    </main>
  )
}
