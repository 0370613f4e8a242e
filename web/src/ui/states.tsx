import { RefreshCw, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import './states.css'

/** Nothing here: what is so, and the first step. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  heading: Heading = 'h2',
}: {
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  heading?: 'h1' | 'h2'
}) {
  return (
    <div className="empty-state">
      <span className="empty-icon">
        <Icon of={icon} />
      </span>
      <Heading className="empty-title">{title}</Heading>
      {children && <div className="muted">{children}</div>}
      {actions && <div className="row wrap empty-actions">{actions}</div>}
    </div>
  )
}

/** A part that could not be fetched: what failed, what is safe, the button. */
export function CouldNotLoad({ what, onRetry }: { what: string; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <Notice kind="critical" role="alert" title={t('couldNot.title', { what })}>
      <p>{t('couldNot.safe')}</p>
      <div className="row wrap">
        <Button size="small" icon={<Icon of={RefreshCw} small />} onPress={onRetry}>
          {t('tryAgain')}
        </Button>
        <span className="muted tiny">{t('reference')}</span>
      </div>
    </Notice>
  )
}

/** A grey line where words will be. */
export function Skeleton({ width, height }: { width: number | string; height?: number }) {
  return <span className="skeleton" style={{ width, ...(height ? { height } : {}) }} />
}

/** Lines of different widths, the same each time. */
export function SkeletonLines({ lines, label }: { lines: number; label: string }) {
  return (
    <div className="skeleton-lines" role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} width={`${38 + ((index * 29) % 55)}%`} />
      ))}
    </div>
  )
}
