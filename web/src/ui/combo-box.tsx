import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Icon } from './icon.tsx'
import type { Choice } from './select.tsx'
import './field.css'
import './list-box.css'

interface ComboBoxProps {
  label: ReactNode
  choices: Choice<string>[]
  value: string | null
  onChange: (value: string | null) => void
  error?: ReactNode
  empty?: string
}

/** A choice among many, found by typing. */
export function ComboBox({ label, choices, value, onChange, error, empty }: ComboBoxProps) {
  return (
    <AriaComboBox
      className={error ? 'field wrong' : 'field'}
      defaultItems={choices}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key === null ? null : String(key))}
      menuTrigger="focus"
      allowsEmptyCollection={Boolean(empty)}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
    >
      <Label className="label">{label}</Label>
      <FieldError className="error">{error}</FieldError>
      <div className="input-group">
        <Input className="input" />
        <Button className="button quiet small icon-only">
          <Icon of={ChevronDown} />
        </Button>
      </div>
      <Popover className="popover list-popover">
        <ListBox<Choice<string>> className="list-box" renderEmptyState={() => <p className="list-empty">{empty}</p>}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className="list-option">
              <span className="grow">
                {choice.label}
                {choice.hint && <span className="option-hint">{choice.hint}</span>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
