import { Link } from '@tanstack/react-router'
import { LogOut, User } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLeave } from '../session/use-leave.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { SettingsForm } from './display-settings.tsx'
import { useDestinations } from './navigation.ts'

/** What does not fit the bottom bar of a phone. */
export function MoreDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const rest = useDestinations().slice(3)
  const leave = useLeave()
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('more')}
      footer={<Button onPress={onClose}>{t('close', { ns: 'words' })}</Button>}
    >
      <ul className="more-list">
        {rest.map(({ to, label, icon }) => (
          <li key={to}>
            <Link to={to} className="rail-link" onClick={onClose}>
              <Icon of={icon} />
              {label}
            </Link>
          </li>
        ))}
        <li>
          <Link to="/account" className="rail-link" onClick={onClose}>
            <Icon of={User} />
            {t('account')}
          </Link>
        </li>
        <li>
          <button type="button" className="rail-link" onClick={() => void leave()}>
            <Icon of={LogOut} />
            {t('signOut')}
          </button>
        </li>
      </ul>
      <SettingsForm />
    </Dialog>
  )
}
