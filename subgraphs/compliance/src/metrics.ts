import { metrics } from '@opentelemetry/api'

const meter = metrics.getMeter('compliance')

/** From a change to its being taken by the engine: the oldest of each batch. */
export const ledgerLag = meter.createHistogram('compliance.ledger.lag', { unit: 's' })

export const alertsRaised = meter.createCounter('compliance.alerts.raised', { description: 'by code and severity' })

/** From an alert's being raised to its being offered to the subscribers of a process. */
export const alertDelay = meter.createHistogram('compliance.alert.delay', { unit: 's' })

export const alertFollowers = meter.createUpDownCounter('compliance.alert.followers', {
  description: 'live subscribers of a process',
})
