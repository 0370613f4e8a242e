import type { AlertKind } from './alert-kind.ts'
import { atOnce } from './matter-moments.ts'

export const bsMhcEvidenceMissing: AlertKind = {
  code: 'BS_MHC_EVIDENCE_MISSING',
  severity: 'CRITICAL',
  force: 'LAW',
  ruleReference: 'SI 2020/1311 reg 28; Kaye v Lees [2023] EWHC 758 (KB)',
  recipients: { roles: ['COMPLIANCE_OFFICER'], caseAdviser: true },
  trigger: {
    ofMatter: 'BREATHING_SPACE',
    plan(picture) {
      const { facts, anchors } = picture.matter
      const missing = facts['kind'] === 'MENTAL_HEALTH_CRISIS' && facts['crisisEvidenceHeld'] === false
      return missing && anchors['endedOn'] === undefined ? [{ from: atOnce, dueAt: null }] : []
    },
  },
  raisedWhen: 'a mental health crisis Breathing Space is drafted without the evidence for it',
  deadline: 'before it is submitted',
  // It says what is missing, nothing of the client.
  title: 'Evidence for a Breathing Space is missing',
  message: () => 'A Breathing Space of this kind needs evidence on file before it is submitted. None is recorded yet.',
  actions: () => [
    'Ask for the confirmation by the approved professional and put it on the case.',
    'Do not submit the Breathing Space before it is there.',
  ],
  resolvedBy: 'the evidence, or the end of the Breathing Space',
}
