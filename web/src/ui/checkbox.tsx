import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps } from 'react-aria-components/Checkbox'
import { Icon } from './icon.tsx'
import './checkbox.css'

export function Checkbox({
  children,
  hint,
  ...props
}: Omit<CheckboxProps, 'children' | 'className'> & { children: ReactNode; hint?: ReactNode }) {
  return (
    <AriaCheckbox {...props} className="checkbox">
      <span className="check-box">
        <Icon of={Check} small />
      </span>
      <span>
        {children}
        {hint && <span className="option-hint">{hint}</span>}
      </span>
    </AriaCheckbox>
  )
}
