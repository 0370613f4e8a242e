import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import './button.css'

type Look = 'primary' | 'plain' | 'quiet'

interface Shape {
  look?: Look
  size?: 'small' | 'medium' | 'big'
  full?: boolean
  icon?: ReactNode
  /** The key that does the same, printed on the button. */
  shortcut?: string
  className?: string
}

interface ButtonProps extends Shape, Omit<AriaButtonProps, 'children' | 'className'> {
  children?: ReactNode
  /** A name for buttons that show only an icon. */
  label?: string
  /** Work is under way: the words shown meanwhile, such as "Saving…". The width stays. */
  busy?: string | false
  /** Why it can't be pressed yet. The button stays visible and focusable, and the reason stands beside it. */
  lockedBecause?: ReactNode
}

function classes(
  { look = 'plain', size = 'medium', full, className }: Shape,
  ...more: (string | false | undefined)[]
): string {
  return ['button', look, size, full && 'full', className, ...more].filter(Boolean).join(' ')
}

export function Button({
  look,
  size,
  full,
  icon,
  shortcut,
  className,
  children,
  label,
  busy,
  lockedBecause,
  onPress,
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const locked = lockedBecause !== undefined && lockedBecause !== null && lockedBecause !== false
  const idle = locked || Boolean(busy)
  const content = (
    <>
      {icon}
      {children}
      {shortcut && (
        <kbd aria-hidden="true" className="desktop-only">
          {shortcut}
        </kbd>
      )}
    </>
  )
  const button = (
    <AriaButton
      {...rest}
      {...(label ? { 'aria-label': label } : {})}
      {...(locked ? { 'aria-describedby': reasonId } : {})}
      className={classes(
        { look: locked ? 'plain' : look, size, full, className },
        locked && 'locked',
        !children && 'icon-only',
      )}
      // Not React Aria's isPending: its announcement names the button by id, and a dialog's button is gone by then.
      aria-disabled={idle || undefined}
      onPress={idle ? undefined : onPress}
      {...(idle ? { type: 'button' as const } : {})}
    >
      {busy ? (
        <>
          <span className="kept-width" aria-hidden="true">
            {content}
          </span>
          <span className="busy-label">{busy}</span>
        </>
      ) : (
        content
      )}
    </AriaButton>
  )
  if (!locked) return button
  return (
    <span className="button-with-reason">
      {button}
      <span id={reasonId} className="reason">
        {lockedBecause}
      </span>
    </span>
  )
}

/** A link that looks like a button: for going somewhere, not for doing something. */
export function ButtonLink({
  look,
  size,
  full,
  icon,
  shortcut,
  className,
  children,
  ...link
}: Shape & LinkProps & { children: ReactNode }) {
  return (
    <Link {...link} className={classes({ look, size, full, className })}>
      {icon}
      {children}
      {shortcut && (
        <kbd aria-hidden="true" className="desktop-only">
          {shortcut}
        </kbd>
      )}
    </Link>
  )
}
