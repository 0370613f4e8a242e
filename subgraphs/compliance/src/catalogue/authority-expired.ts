import type { AlertKind } from './alert-kind.ts'
import { past, runningUntil } from './matter-moments.ts'

export const authorityExpired: AlertKind = {
  code: 'AUTHORITY_EXPIRED',
  severity: 'HIGH',
  force: 'POLICY',
  ruleReference: 'DP-03',
  recipients: { roles: [], caseAdviser: true },
  trigger: {
    ofMatter: 'AUTHORITY',
    plan(picture) {
      const last = runningUntil(picture, 'AUTHORITY_RENEWAL')
      return last === undefined ? [] : [{ from: past(last), dueAt: null }]
    },
  },
  raisedWhen: 'an authority to act has run out and no newer one is signed',
  deadline: 'before creditors are written to',
  title: 'Authority to act has run out',
  message: () =>
    'The authority to act for the client has run out. Creditors must not be written to until a new one is signed.',
  actions: () => ['Have the client sign a new authority, and record it on the case.'],
  resolvedBy: 'a new authority, or its being ended',
}
