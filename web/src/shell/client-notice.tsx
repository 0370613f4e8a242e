import { useTranslation } from 'react-i18next'
import { useLeave } from '../session/use-leave.ts'
import { Button } from '../ui/button.tsx'
import { usePageTitle } from '../ui/page-head.tsx'
import { Mark } from '../ui/mark.tsx'
import type { Viewer } from './viewer.tsx'

/** Clients have accounts already; their own pages come with the client portal. */
export function ClientNotice({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('shell')
  const leave = useLeave()
  usePageTitle(t('clientHere.title'))
  return (
    <main id="main" className="page stack wide reading">
      <p className="row">
        <Mark />
        <b>{viewer.centres[0]?.name}</b>
      </p>
      <h1>{t('clientHere.title')}</h1>
      <p>{t('clientHere.text')}</p>
      <Button size="big" onPress={() => void leave()}>
        {t('signOut')}
      </Button>
    </main>
  )
}
