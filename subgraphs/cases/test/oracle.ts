// What the centre's manager would say who may do what, written down apart from src/policies.ts and in another form, so
// that a mistake in one is seen by the other.
//
// Each line: mutation, then one word for each role. Words: yes; own = on a case of their own, else not allowed;
// free = on a case of their own or nobody's; no = reads the case and is told no; blind = does not learn that it exists;
// sees = has already what is asked for.
// After the bar: whether it can be done on a closed case ('shut') or has to wait for reopening ('reopen').

export const roles = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'AUDITOR',
  'NETWORK_ADMIN',
  'CLIENT',
  'PARTNER_APP',
] as const

const lines = `
  changeStage               yes   own   no    yes   yes   no    yes   no    no    blind blind blind | shut
  assignCase                free  free  no    yes   yes   no    no    no    no    blind blind blind | reopen
  updateCase                yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordEmergency           yes   yes   yes   yes   yes   yes   no    no    no    blind blind blind | reopen
  clearEmergency            yes   yes   yes   yes   yes   yes   no    no    no    blind blind blind | reopen
  restrictCase              no    no    no    no    yes   yes   yes   no    no    blind blind blind | shut
  liftRestriction           blind blind blind blind yes   yes   yes   blind blind blind blind blind | shut
  breakGlass                yes   yes   yes   yes   sees  sees  sees  blind blind blind blind blind | shut
  addNote                   yes   yes   yes   yes   yes   yes   yes   no    no    blind blind blind | shut
  amendNote                 no    no    no    yes   yes   no    no    no    no    blind blind blind | shut
  completeFollowUp          yes   yes   yes   yes   yes   yes   yes   no    no    blind blind blind | shut
  addTask                   yes   yes   yes   yes   yes   yes   yes   no    no    blind blind blind | reopen
  completeTask              yes   yes   yes   yes   yes   yes   yes   no    no    blind blind blind | reopen
  updateTask                yes   yes   yes   yes   yes   yes   yes   no    no    blind blind blind | reopen
  bookAppointment           yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | reopen
  recordAppointmentOutcome  yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | reopen
  saveNoteTemplate          no    no    no    yes   yes   no    no    no    no    blind blind blind | shut
  retireNoteTemplate        no    no    no    yes   yes   no    no    no    no    blind blind blind | shut
  updateClient              yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  recordClientName          yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  recordAddress             yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  recordContactPoint        yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  endContactPoint           yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  recordHouseholdMember     yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  endHouseholdMember        yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  recordSensitiveDetails    own   own   no    yes   yes   no    no    no    no    blind blind blind | shut
  draftBreathingSpace             yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordBreathingSpaceEligibility yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordCrisisEvidence            yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  startBreathingSpace             yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  addBreathingSpaceDebt           yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  removeBreathingSpaceDebt        yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordMidwayReview              yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordCreditorReviewRequest     yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  decideCreditorReview            yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordEndingPlan                yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordPointOfContactAsked       yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordTreatmentEnd              yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  endBreathingSpace               yes   yes   no    yes   yes   no    no    no    no    blind blind blind | reopen
  recordConsent                   yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  withdrawConsent                 yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  recordAuthority                 yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  endAuthority                    yes   yes   yes   yes   yes   no    no    no    no    blind blind blind | shut
  recordVulnerability             yes   yes   yes   yes   yes   yes   no    no    no    blind blind blind | shut
  agreeSupport                    own   own   no    yes   yes   yes   no    no    no    blind blind blind | shut
  reviewVulnerability             own   own   no    yes   yes   yes   no    no    no    blind blind blind | shut
  endVulnerability                own   own   no    yes   yes   yes   no    no    no    blind blind blind | shut
  recordOutcome                   yes   yes   no    yes   yes   no    no    no    no    blind blind blind | shut
`
// openCase stands apart: there is no case yet. One of those who may not even read is told no at a centre they belong to.
export const mayOpen = new Set<string>([
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
])

export type CaseState = 'own' | 'anothers' | 'nobodys' | 'closed own' | 'closed anothers'
export const caseStates: CaseState[] = ['own', 'anothers', 'nobodys', 'closed own', 'closed anothers']
export type Expected = 'OK' | 'NOT_FOUND' | 'NOT_ALLOWED' | 'CASE_CLOSED' | 'ALREADY_DONE'

type Line = { words: Map<string, string>; shut: boolean }
const table = new Map<string, Line>(
  lines
    .trim()
    .split('\n')
    .map((text) => {
      const [left, right] = text.split('|') as [string, string]
      const [mutation, ...words] = left.trim().split(/\s+/)
      if (words.length !== roles.length) throw new Error(`the oracle's line of ${mutation} has ${words.length} words`)
      return [
        mutation!,
        { words: new Map(roles.map((role, index) => [role, words[index]!])), shut: right.trim() === 'shut' },
      ]
    }),
)

export const judgedMutations = [...table.keys()]

export function expected(mutation: string, role: string, state: CaseState): Expected {
  const { words, shut } = table.get(mutation)!
  const word = words.get(role)!
  const isOwn = state.endsWith('own')
  if (word === 'blind') return 'NOT_FOUND'
  if (word === 'sees') return 'ALREADY_DONE'
  if (word === 'no' || (word === 'own' && !isOwn) || (word === 'free' && !isOwn && state !== 'nobodys'))
    return 'NOT_ALLOWED'
  return state.startsWith('closed') && !shut ? 'CASE_CLOSED' : 'OK'
}
