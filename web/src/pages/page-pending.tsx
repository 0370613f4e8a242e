import { useTranslation } from 'react-i18next'
import { SkeletonLines } from '../ui/states.tsx'

/** Shown while the code of a page loads. */
export function PagePending() {
  const { t } = useTranslation('shell')
  return (
    <main id="main" className="page" tabIndex={-1}>
      <SkeletonLines lines={8} label={t('connecting')} />
    </main>
  )
}
