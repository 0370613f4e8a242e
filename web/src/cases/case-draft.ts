import type { CaseType, EmergencyKind, Jurisdiction, OpenCaseInput, ReasonForDebt } from '../generated/graphql.ts'

/** What is typed into the new-case form before it is sent. */
export interface CaseDraft {
  centreId: string
  /** A client who is known already, chosen instead of recorded anew. */
  known: { id: string; name: string } | undefined
  givenNames: string
  familyName: string
  dateOfBirth: string | undefined
  phone: string
  phoneSafe: boolean
  instructions: string
  type: CaseType
  jurisdiction: Jurisdiction
  reason: ReasonForDebt | 'NOT_SAID'
  referralSource: string
  urgent: boolean
  emergencyKind: EmergencyKind
  emergencyOn: string | undefined
  mine: boolean
}

export const emptyCase: CaseDraft = {
  centreId: '',
  known: undefined,
  givenNames: '',
  familyName: '',
  dateOfBirth: undefined,
  phone: '',
  phoneSafe: false,
  instructions: '',
  type: 'DEBT_CASEWORK',
  jurisdiction: 'ENGLAND_WALES',
  reason: 'NOT_SAID',
  referralSource: '',
  urgent: false,
  emergencyKind: 'EVICTION',
  emergencyOn: undefined,
  mine: true,
}

/** A number that starts like a mobile's is one. */
function kindOf(phone: string): 'MOBILE' | 'LANDLINE' {
  return /^(?:\+44|0)\s*7/.test(phone.trim()) ? 'MOBILE' : 'LANDLINE'
}

export function toOpenCaseInput(draft: CaseDraft, viewerId: string): Omit<OpenCaseInput, 'idempotencyKey'> {
  const phone = draft.phone.trim()
  const client = draft.known
    ? { clientId: draft.known.id }
    : {
        newClient: {
          givenNames: draft.givenNames.trim(),
          familyName: draft.familyName.trim(),
          ...(draft.dateOfBirth ? { dateOfBirth: draft.dateOfBirth } : {}),
          ...(phone
            ? {
                contactPoints: [
                  {
                    kind: kindOf(phone),
                    value: phone,
                    safe: draft.phoneSafe,
                    preferred: draft.phoneSafe,
                    ...(draft.instructions.trim() ? { instructions: draft.instructions.trim() } : {}),
                  },
                ],
              }
            : {}),
        },
      }
  return {
    centreId: draft.centreId,
    ...client,
    type: draft.type,
    jurisdiction: draft.jurisdiction,
    ...(draft.reason === 'NOT_SAID' ? {} : { reasonForDebt: draft.reason }),
    ...(draft.referralSource.trim() ? { referralSource: draft.referralSource.trim() } : {}),
    ...(draft.mine ? { adviserId: viewerId } : {}),
    ...(draft.urgent
      ? { emergencies: [{ kind: draft.emergencyKind, ...(draft.emergencyOn ? { occursOn: draft.emergencyOn } : {}) }] }
      : {}),
  }
}
