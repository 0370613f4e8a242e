import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'

/** The error boundary of every page: a newer version was put online under an open tab, or we made a mistake. */
export function PageBroke() {
  const { t } = useTranslation()
  return (
    <main id="main" className="page" tabIndex={-1}>
      <Notice kind="critical" role="alert" title={t('couldNot.page')}>
        <p>{t('couldNot.pageSafe')}</p>
        <Button size="small" icon={<Icon of={RefreshCw} small />} onPress={() => window.location.reload()}>
          {t('reload')}
        </Button>
      </Notice>
    </main>
  )
}
