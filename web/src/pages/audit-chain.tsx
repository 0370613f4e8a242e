import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { AuditFrame } from '../audit/audit-frame.tsx'
import { ChainCard } from '../audit/chain-card.tsx'
import { ExportCard } from '../audit/export-card.tsx'
import { offers, useViewer } from '../shell/viewer.tsx'
import { EmptyState } from '../ui/states.tsx'

/** Whether the record is whole, and a copy of it. */
export function AuditChainPage() {
  const { t } = useTranslation('audit')
  const viewer = useViewer()
  return (
    <AuditFrame part="chain">
      {offers.auditChain(viewer) ? (
        <>
          <ChainCard />
          <ExportCard />
        </>
      ) : (
        <section className="card">
          <EmptyState icon={Lock} title={t('chain.hidden')}>
            {t('chain.hiddenText')}
          </EmptyState>
        </section>
      )}
    </AuditFrame>
  )
}
