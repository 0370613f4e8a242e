import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../ui/page-head.tsx'

export function NotFound() {
  const { t } = useTranslation('shell')
  usePageTitle(t('notFound.title'))
  return (
    <main id="main" className="page stack" tabIndex={-1}>
      <h1>{t('notFound.title')}</h1>
      <p className="muted">{t('notFound.text')}</p>
      <p>
        <Link to="/today">{t('notFound.back')}</Link>
      </p>
    </main>
  )
}
