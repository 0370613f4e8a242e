import { ArrowDownUp } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Icon } from './icon.tsx'
import type { Choice } from './select.tsx'
import './button.css'
import './chip.css'
import './list-box.css'

/** The order of a list, in words. */
export function SortMenu<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: Value
  choices: Choice<Value>[]
  onChange: (value: Value) => void
}) {
  const chosen = choices.find((choice) => choice.value === value)
  return (
    <MenuTrigger>
      <Button className="button quiet small sort-button" aria-label={`${label}: ${chosen?.label ?? ''}`}>
        <Icon of={ArrowDownUp} small />
        {chosen?.label}
      </Button>
      <Popover className="popover list-popover" placement="bottom end">
        <Menu
          className="list-box"
          aria-label={label}
          selectionMode="single"
          selectedKeys={[value]}
          onAction={(key) => onChange(key as Value)}
          items={choices.map((choice) => ({ ...choice, id: choice.value }))}
        >
          {(choice) => (
            <MenuItem className="list-option menu-choice" textValue={choice.label}>
              <span className="grow">{choice.label}</span>
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
