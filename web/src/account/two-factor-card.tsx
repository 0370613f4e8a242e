import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Tag } from '../ui/tag.tsx'
import { TwoFactorDialog, type TwoFactorTask } from './two-factor-dialog.tsx'

/** Whether a code is asked for at sign-in, and the way to change it. */
export function TwoFactorCard({ on, onChanged }: { on: boolean; onChanged: () => void }) {
  const { t } = useTranslation('account')
  const [task, setTask] = useState<TwoFactorTask>()
  return (
    <Card
      title={t('twoFactor.title')}
      actions={<Tag tone={on ? 'success' : 'neutral'}>{on ? t('twoFactor.on') : t('twoFactor.off')}</Tag>}
    >
      <div className="stack">
        <p>{on ? t('twoFactor.onText') : t('twoFactor.offText')}</p>
        {on ? (
          <div className="row wrap">
            <Button onPress={() => setTask('codes')}>{t('twoFactor.newCodes')}</Button>
            <Button look="quiet" onPress={() => setTask('stop')}>
              {t('twoFactor.stop')}
            </Button>
          </div>
        ) : (
          <Button look="primary" onPress={() => setTask('start')}>
            {t('twoFactor.start')}
          </Button>
        )}
      </div>
      {task && (
        <TwoFactorDialog
          task={task}
          onClose={() => {
            setTask(undefined)
            onChanged()
          }}
        />
      )}
    </Card>
  )
}
