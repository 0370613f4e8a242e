import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import './tag.css'

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'success' | 'accent' | 'neutral'

/** A short fact beside a name. Three at most; then `+2`. */
export function Tag({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span className={`tag ${tone}`}>
      {icon && <Icon of={icon} small />}
      {children}
    </span>
  )
}

export function Count({ value, urgent, label }: { value: number | string; urgent?: boolean; label?: string }) {
  return (
    <span className={urgent ? 'count urgent' : 'count'}>
      {value}
      {label && <span className="visually-hidden"> {label}</span>}
    </span>
  )
}
