import { Plus, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { Icon } from './icon.tsx'
import type { Choice } from './select.tsx'
import './chip.css'
import './list-box.css'

/** A filter that is on: pressing it, or Backspace on it, takes it away. */
export function OnChip({ children, name, onRemove }: { children: ReactNode; name: string; onRemove: () => void }) {
  const { t } = useTranslation()
  return (
    <Button
      className="chip on"
      aria-label={t('remove', { name })}
      onPress={onRemove}
      onKeyDown={(event) => {
        if (event.key === 'Backspace' || event.key === 'Delete') onRemove()
        // Other keys are the page's, such as J and K.
        else event.continuePropagation()
      }}
    >
      {children}
      <Icon of={X} small />
    </Button>
  )
}

/** A filter that can be added: a menu of its values, several of which may be on. */
export function AddChip<Value extends string>({
  label,
  choices,
  chosen,
  onChoose,
  single,
}: {
  label: string
  choices: Choice<Value>[]
  chosen: Value[]
  onChoose: (chosen: Value[]) => void
  single?: boolean
}) {
  const [open, setOpen] = useState(false)
  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className="chip add">
        <Icon of={Plus} small />
        {label}
      </Button>
      <Popover className="popover list-popover">
        <Menu
          className="list-box"
          aria-label={label}
          items={choices.map((choice) => ({ ...choice, id: choice.value }))}
          selectionMode={single ? 'single' : 'multiple'}
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            onChoose(keys === 'all' ? choices.map((choice) => choice.value) : ([...keys] as Value[]))
          }
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

/** A view of a list that is on or off, with how many it holds. */
export function ToggleChip({ on, onToggle, children }: { on: boolean; onToggle: () => void; children: ReactNode }) {
  return (
    <ToggleButton className={on ? 'chip on' : 'chip'} isSelected={on} onChange={onToggle}>
      {children}
    </ToggleButton>
  )
}
