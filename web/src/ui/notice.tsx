import { Info, Lock, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import './notice.css'

type NoticeKind = 'info' | 'refusal' | 'high' | 'critical' | 'medium'

const icons: Record<NoticeKind, LucideIcon> = {
  info: Info,
  refusal: Lock,
  high: TriangleAlert,
  critical: OctagonAlert,
  medium: TriangleAlert,
}

/** A few lines that must not be missed. A refusal is a signpost, so it is blue, not red. */
export function Notice({
  kind = 'info',
  title,
  children,
  role,
  icon,
}: {
  kind?: NoticeKind
  title?: ReactNode
  children?: ReactNode
  role?: 'status' | 'alert'
  icon?: LucideIcon
}) {
  return (
    <div className={`notice ${kind}`} role={role}>
      <Icon of={icon ?? icons[kind]} />
      <div className="grow">
        {title && (
          <p>
            <b>{title}</b>
          </p>
        )}
        {children}
      </div>
    </div>
  )
}
