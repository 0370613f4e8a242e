import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { CaseAlerts_CaseFragment } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import { AlertRow } from './alert-row.tsx'
import './alerts.css'

export const caseAlerts = graphql(`
  fragment CaseAlerts_case on Case {
    id
    alerts(openOnly: true) {
      id
      ...AlertRow_alert
    }
  }
`)

/** The open alerts of a case, on its own page; nothing when there are none. */
export function CaseAlerts({ of }: { of: FragmentType<CaseAlerts_CaseFragment> }) {
  const { t } = useTranslation('alerts')
  const { data: found, complete } = useFragment({ fragment: caseAlerts, fragmentName: 'CaseAlerts_case', from: of })
  const alerts = complete ? (found.alerts ?? []) : []
  if (alerts.length === 0) return null
  return (
    <Card title={t('onCase')} flush className="alerts-card">
      <ul>
        {alerts.map((alert) => (
          <AlertRow key={alert.id} of={alert} selected={false} search={{}} />
        ))}
      </ul>
    </Card>
  )
}
