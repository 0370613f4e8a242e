import { WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { connection, tryNow } from '../graph/connection.ts'
import { useStore } from '../graph/store.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** Says that the server can't be reached, and that nothing is lost, for as long as something waits for it. */
export function Banner() {
  const { t } = useTranslation('shell')
  const { waiting } = useStore(connection)
  return (
    <div role="status">
      {waiting > 0 && (
        <div className="banner">
          <Icon of={WifiOff} />
          <span className="grow">
            <b>{t('unreachable')}</b> {t('unreachableSafe')}
          </span>
          <Button size="small" onPress={tryNow}>
            {t('tryNow')}
          </Button>
        </div>
      )}
    </div>
  )
}
