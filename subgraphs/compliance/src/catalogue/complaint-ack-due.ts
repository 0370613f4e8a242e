import type { AlertKind } from './alert-kind.ts'
import { atOnce, past, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

export const complaintAckDue: AlertKind = {
  code: 'COMPLAINT_ACK_DUE',
  severity: 'MEDIUM',
  force: 'POLICY',
  ruleReference: 'DISP 1.6.1R',
  recipients: { roles: ['COMPLIANCE_OFFICER', 'CENTRE_MANAGER'], caseAdviser: false, handler: true },
  trigger: {
    ofMatter: 'COMPLAINT',
    plan(picture) {
      const dueAt = runningUntil(picture, 'COMPLAINT_ACKNOWLEDGEMENT')
      return dueAt === undefined ? [] : [{ from: atOnce, dueAt, growsAt: past(dueAt) }]
    },
  },
  escalation: { when: 'after its deadline', severity: 'HIGH', addRoles: [] },
  raisedWhen: 'a complaint is received',
  deadline: '2 working days',
  title: 'Complaint has to be acknowledged',
  message: ({ dueAt }) => `A complaint was received. Acknowledge it by ${dayInWords(String(dueAt))}.`,
  actions: () => ['Send the acknowledgement with what happens next and by when.', 'Record it on the complaint.'],
  resolvedBy: 'the acknowledgement, or the complaint being closed',
}
