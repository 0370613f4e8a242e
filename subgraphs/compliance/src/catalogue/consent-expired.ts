import type { AlertKind } from './alert-kind.ts'
import { past, runningUntil } from './matter-moments.ts'

export const consentExpired: AlertKind = {
  code: 'CONSENT_EXPIRED',
  severity: 'HIGH',
  force: 'POLICY',
  ruleReference: 'DP-04',
  recipients: { roles: [], caseAdviser: true },
  trigger: {
    ofMatter: 'CONSENT',
    plan(picture) {
      const last = runningUntil(picture, 'CONSENT_RENEWAL')
      return last === undefined ? [] : [{ from: past(last), dueAt: null }]
    },
  },
  raisedWhen: "a client's consent has run out and has not been given anew",
  deadline: 'before anything is sent that needs it',
  title: "Client's consent has run out",
  message: () =>
    'A consent that the client gave has run out. Nothing that needs it may be done until it is given again.',
  actions: () => ['Ask the client whether they still consent, and record the answer.'],
  resolvedBy: 'a new consent of the same kind, or its being withdrawn',
}
