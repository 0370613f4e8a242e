import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'
import { Icon } from './icon.tsx'
import './field.css'
import './list-box.css'

export interface Choice<Value extends string> {
  value: Value
  label: string
  /** A second line that tells the choice from its neighbours. */
  hint?: string
}

interface SelectProps<Value extends string> {
  label: ReactNode
  value: Value
  choices: Choice<Value>[]
  onChange: (value: Value) => void
  hint?: ReactNode
  error?: ReactNode
  /** The label is read aloud, not shown. */
  hideLabel?: boolean
  name?: string
}

export function Select<Value extends string>({
  label,
  value,
  choices,
  onChange,
  hint,
  error,
  hideLabel,
  name,
}: SelectProps<Value>) {
  return (
    <AriaSelect
      {...(name ? { name } : {})}
      className={error ? 'field wrong' : 'field'}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as Value)}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
    >
      <Label className={hideLabel ? 'visually-hidden' : 'label'}>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <Button className="input select-button">
        <SelectValue className="grow">{({ selectedText }) => selectedText}</SelectValue>
        <Icon of={ChevronDown} className="muted" />
      </Button>
      <Popover className="popover list-popover">
        <ListBox className="list-box" items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className="list-option">
              {({ isSelected }) => (
                <>
                  <span className="grow">
                    {choice.label}
                    {choice.hint && <span className="option-hint">{choice.hint}</span>}
                  </span>
                  {isSelected && <Icon of={Check} small className="text-accent" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
