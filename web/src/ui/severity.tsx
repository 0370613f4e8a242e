import { Diamond, Info, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AlertSeverity } from '../generated/graphql.ts'
import type { Urgency } from '../format/countdown.ts'
import { Icon } from './icon.tsx'

/** Shape, word and colour say the same, so that none of them is needed alone. */
const shapes: Record<AlertSeverity, LucideIcon> = {
  CRITICAL: OctagonAlert,
  HIGH: TriangleAlert,
  MEDIUM: Diamond,
  LOW: Info,
}

export function toneOf(severity: AlertSeverity): Urgency {
  return severity.toLowerCase() as Urgency
}

export function severityOf(urgency: Urgency): AlertSeverity {
  return urgency.toUpperCase() as AlertSeverity
}

export function SeverityMark({
  severity,
  withWord,
  small,
}: {
  severity: AlertSeverity
  withWord?: boolean
  small?: boolean
}) {
  const { t } = useTranslation()
  const word = t(`severity.${severity}`)
  return (
    <span className={`row severity text-${toneOf(severity)}`}>
      <Icon of={shapes[severity]} small={small} {...(withWord ? {} : { label: word })} />
      {withWord && <b>{word}</b>}
    </span>
  )
}
