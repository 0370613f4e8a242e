import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { usePreferences } from './preferences.ts'
import './shortcuts-dialog.css'

const groups = [
  {
    name: 'everywhere',
    keys: [
      ['find', 'Ctrl K'],
      ['help', '?'],
      ['goToday', 'G T'],
      ['goCases', 'G C'],
      ['goAlerts', 'G A'],
      ['goDashboard', 'G D'],
      ['newCase', 'C'],
      ['toast', 'F8'],
    ],
  },
  {
    name: 'lists',
    keys: [
      ['move', 'J / K'],
      ['open', 'Enter'],
      ['search', '/'],
      ['view', 'G 1-9'],
    ],
  },
  {
    name: 'case',
    keys: [
      ['note', 'N'],
      ['saveNote', 'Ctrl Enter'],
      ['deadline', 'D'],
    ],
  },
  {
    name: 'alerts',
    keys: [
      ['take', 'A'],
      ['snooze', 'S'],
      ['resolve', 'R'],
      ['openCase', 'O'],
    ],
  },
] as const

/** What every key does. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const [{ singleKeys }] = usePreferences()
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('keys.title')}
      intro={singleKeys ? t('keys.intro') : t('keys.off')}
      footer={<Button onPress={onClose}>{t('close', { ns: 'words' })}</Button>}
    >
      <div className="key-groups">
        {groups.map((group) => (
          <section key={group.name}>
            <h3>{t(`keys.${group.name}`)}</h3>
            <dl>
              {group.keys.map(([what, keys]) => (
                <div key={what}>
                  <dt>{t(`keys.${what}`)}</dt>
                  <dd>
                    {keys.split(' ').map((key) =>
                      key === '/' && keys.includes(' ') ? (
                        <span key={key} className="muted">
                          {t('keys.or')}
                        </span>
                      ) : (
                        <kbd key={key}>{key}</kbd>
                      ),
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
