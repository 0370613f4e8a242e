import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import './dialog.css'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  /** One sentence on what is kept or what happens. */
  intro?: ReactNode
  children: ReactNode
  /** The buttons; the way out stands first. */
  footer?: ReactNode
  /** What stays so, at the left of the buttons. */
  footnote?: ReactNode
  wide?: boolean
}

/** Only for a decision. Escape closes it, Tab stays inside, and the focus returns to where it was. */
export function Dialog({ open, onClose, title, intro, children, footer, footnote, wide }: DialogProps) {
  return (
    <ModalOverlay className="scrim" isOpen={open} onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable={false}>
      <Modal className={wide ? 'modal wide' : 'modal'}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {intro && <p className="muted">{intro}</p>}
          </header>
          <div className="dialog-body">{children}</div>
          {footer && (
            <footer className="dialog-foot">
              <span className="grow muted tiny">{footnote}</span>
              {footer}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
