import type { LucideIcon } from 'lucide-react'

interface IconProps {
  of: LucideIcon
  small?: boolean
  className?: string
  /** Read aloud instead of nothing; only where no words stand beside it. */
  label?: string
}

export function Icon({ of: Drawing, small, className = '', label }: IconProps) {
  const classes = `icon${small ? ' small' : ''} ${className}`
  return label ? (
    <Drawing className={classes} role="img" aria-label={label} aria-hidden={false} />
  ) : (
    <Drawing className={classes} aria-hidden="true" />
  )
}
