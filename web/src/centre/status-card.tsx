import { useTranslation } from 'react-i18next'
import type { ComplianceStatus } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import '../compliance/texts.ts'

/** The worst first; late and failed in severity's colours, everything else in one hue. */
const order: ComplianceStatus[] = [
  'NON_COMPLIANT',
  'OVERDUE',
  'AT_RISK',
  'REQUIRES_REVIEW',
  'IN_PROGRESS',
  'PENDING',
  'COMPLIANT',
  'EXEMPT',
]
const fills: Partial<Record<ComplianceStatus, string>> = {
  NON_COMPLIANT: 'var(--critical-fill)',
  OVERDUE: 'var(--critical-fill)',
  AT_RISK: 'var(--high-fill)',
}

export function StatusCard({ counts }: { counts: { status: ComplianceStatus; cases: number }[] }) {
  const { t } = useTranslation('centre')
  const status = useTranslation('compliance').t
  const shown = order
    .map((name) => ({ name, cases: counts.find((count) => count.status === name)?.cases ?? 0 }))
    .filter(({ cases }) => cases > 0)
  const most = Math.max(1, ...shown.map(({ cases }) => cases))
  const findings = shown.map(({ name, cases }) => `${status(`status.${name}`)} ${cases}`).join(', ')
  return (
    <Card title={t('byStatus')}>
      <div className="status-bars" role="img" aria-label={t('statusLabel', { findings })}>
        <ul aria-hidden="true">
          {shown.map(({ name, cases }) => (
            <li key={name}>
              <span>{status(`status.${name}`)}</span>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" className="bar">
                <rect width={(cases / most) * 100} height="10" fill={fills[name] ?? 'var(--chart-1)'} />
              </svg>
              <b className="amount">{cases}</b>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
