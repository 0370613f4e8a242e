import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import type { RegisterCommand } from './register-commands.ts'
import './texts.ts'
import './registers.css'

const CommandDialog = lazy(() => import('./command-dialog.tsx').then((module) => ({ default: module.CommandDialog })))

/** One complaint, request, breach or review: its facts and buttons at the left, its clock at the right. */
export function DetailFrame({
  title,
  sentence,
  back,
  allowed,
  commands,
  base,
  centreId,
  clock,
  children,
}: {
  title: string
  sentence: ReactNode
  back: { to: '/registers/complaints' | '/registers/data-protection' | '/registers/file-reviews'; label: string }
  /** What the viewer may do, most expected first. */
  allowed: string[]
  commands: Record<string, RegisterCommand>
  base: Record<string, unknown>
  centreId: string
  clock: ReactNode
  children: ReactNode
}) {
  const { t } = useTranslation('registers')
  const [open, setOpen] = useState<RegisterCommand>()
  const offered = allowed.flatMap((name) => (commands[name] ? [commands[name]] : []))
  return (
    <main id="main" className="page" tabIndex={-1}>
      <p>
        <Link to={back.to} className="row">
          <Icon of={ChevronLeft} small />
          {back.label}
        </Link>
      </p>
      <PageHead title={title} sentence={sentence} />
      {offered.length > 0 && (
        <div className="row wrap register-filters">
          {offered.map((command, index) => (
            <Button
              key={command.name}
              {...(index === 0 ? { look: 'primary' as const } : {})}
              onPress={() => setOpen(command)}
            >
              {t(`command.${command.name}.button` as never) as string}
            </Button>
          ))}
        </div>
      )}
      <div className="register-grid">
        <div className="stack wide">{children}</div>
        {clock}
      </div>
      {open && (
        <Suspense>
          <CommandDialog command={open} base={base} centreId={centreId} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </main>
  )
}

/** A list of facts; those that are not known are left out. */
export function Facts({ of }: { of: (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="register-facts">
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

export function CaseLink({ of }: { of: { id: string; reference: string | null } | null }) {
  const { t } = useTranslation('registers')
  if (!of) return null
  if (!of.reference) return <span className="muted">{t('hiddenCase')}</span>
  return (
    <Link to="/cases/$caseId" params={{ caseId: of.id }}>
      {of.reference}
    </Link>
  )
}
