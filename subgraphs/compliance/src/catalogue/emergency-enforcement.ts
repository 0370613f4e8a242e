import type { AlertKind } from './alert-kind.ts'
import { daysBefore, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

const daysAhead = 7

export const emergencyEnforcement: AlertKind = {
  code: 'EMERGENCY_ENFORCEMENT',
  severity: 'CRITICAL',
  force: 'POLICY',
  recipients: { roles: ['CENTRE_MANAGER'], caseAdviser: true },
  trigger: {
    ofMatter: 'EMERGENCY',
    plan(picture) {
      const dueAt = runningUntil(picture, 'EMERGENCY_DATE')
      return dueAt === undefined
        ? []
        : [
            {
              from: daysBefore(dueAt, daysAhead),
              dueAt,
              facts: { kind: String(picture.matter.facts['kind'] ?? 'OTHER') },
            },
          ]
    },
  },
  raisedWhen: 'an eviction, bailiff visit, hearing or disconnection is at most seven days away',
  deadline: 'its day',
  title: 'Emergency within seven days',
  message: ({ kind, dueAt }) => `${emergencyInWords(String(kind))} on ${dayInWords(String(dueAt))}. Act before it.`,
  actions: () => [
    'Ring the client today and agree what is done before the day.',
    'Apply to stop or put it off where that can be done, and record what was sent.',
    'Clear the emergency on the case once it is over.',
  ],
  resolvedBy: 'the emergency being cleared',
}

function emergencyInWords(kind: string): string {
  const words = kind.toLowerCase().replaceAll('_', ' ')
  return words === 'other' ? 'An emergency' : `${words[0]!.toUpperCase()}${words.slice(1)}`
}
