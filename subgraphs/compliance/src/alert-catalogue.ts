import { kinds } from './catalogue/catalogue.ts'
import type { AlertKind } from './catalogue/alert-kind.ts'
import type { AlertCatalogueEntry } from './generated/graphql.ts'
import { waitingAlerts } from './reference/waiting-alerts.ts'

/** Every kind of alert, and those that wait for facts; the same for everybody. */
export const alertCatalogue: AlertCatalogueEntry[] = [
  ...kinds.map(entryOf),
  ...waitingAlerts.map((one) => ({ ...one, ruleReference: one.ruleReference ?? null, grows: null })),
]

function entryOf(kind: AlertKind): AlertCatalogueEntry {
  const { code, title, severity, escalation, force, ruleReference, recipients, deadline, resolvedBy } = kind
  return {
    code,
    title,
    trigger: kind.raisedWhen,
    severity,
    grows: escalation ? growth(escalation) : null,
    force,
    ruleReference: ruleReference ?? null,
    recipients: [
      ...recipients.roles,
      ...(recipients.caseAdviser ? ['CASE_ADVISER'] : []),
      ...(recipients.handler ? ['HANDLER'] : []),
    ],
    deadline,
    resolvedBy,
    waitsFor: null,
  }
}

function growth({ severity, when, addRoles }: NonNullable<AlertKind['escalation']>): string {
  return `${severity} ${when}${addRoles.length === 0 ? '' : `, then also for ${addRoles.join(', ')}`}`
}
