import { useId, type ReactNode } from 'react'

interface CardProps {
  title?: ReactNode
  /** Stands in the head, at the right. */
  actions?: ReactNode
  children: ReactNode
  className?: string
  /** The content brings its own padding, like a list of rows. */
  flush?: boolean
}

export function Card({ title, actions, children, className = '', flush }: CardProps) {
  const titleId = useId()
  return (
    <section className={`card ${className}`} {...(title ? { 'aria-labelledby': titleId } : {})}>
      {title && (
        <header>
          <h2 id={titleId}>{title}</h2>
          {actions}
        </header>
      )}
      {flush ? children : <div className="card-body">{children}</div>}
    </section>
  )
}
