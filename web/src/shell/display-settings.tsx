import { SlidersHorizontal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Checkbox } from '../ui/checkbox.tsx'
import { Icon } from '../ui/icon.tsx'
import { usePreferences, type Preferences } from './preferences.ts'
import '../ui/button.css'
import '../ui/list-box.css'

/** Theme, text size, rows and single keys: top right, on every page. */
export function DisplaySettings() {
  const { t } = useTranslation('shell')
  return (
    <DialogTrigger>
      <Button className="button quiet icon-only" aria-label={t('settings.title')}>
        <Icon of={SlidersHorizontal} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="settings" aria-label={t('settings.title')}>
          <SettingsForm />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

export function SettingsForm() {
  const { t } = useTranslation('shell')
  const [preferences, change] = usePreferences()
  return (
    <>
      <Choice
        label={t('settings.theme')}
        value={preferences.theme}
        choices={{ system: t('settings.themeSystem'), light: t('settings.themeLight'), dark: t('settings.themeDark') }}
        onChange={(theme) => change({ theme })}
      />
      <Choice
        label={t('settings.textSize')}
        value={preferences.textSize}
        choices={{
          normal: t('settings.textNormal'),
          large: t('settings.textLarge'),
          largest: t('settings.textLargest'),
        }}
        onChange={(textSize) => change({ textSize })}
      />
      <Choice
        label={t('settings.density')}
        value={preferences.density}
        choices={{ comfortable: t('settings.comfortable'), compact: t('settings.compact') }}
        onChange={(density) => change({ density })}
      />
      <Checkbox
        isSelected={preferences.singleKeys}
        onChange={(singleKeys) => change({ singleKeys })}
        hint={t('settings.singleKeysHint')}
      >
        {t('settings.singleKeys')}
      </Checkbox>
    </>
  )
}

function Choice<Value extends Preferences['theme' | 'textSize' | 'density']>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: Value
  choices: Record<Value, string>
  onChange: (value: Value) => void
}) {
  return (
    <RadioGroup value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <Label className="label">{label}</Label>
      <div className="row wrap radios-in-a-row">
        {Object.entries<string>(choices).map(([choice, words]) => (
          <Radio key={choice} value={choice} className="radio">
            <span className="radio-dot" />
            {words}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
