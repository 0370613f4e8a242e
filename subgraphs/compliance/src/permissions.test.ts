import { newId, roles as allRoles, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance, command, mutationNames, type MutationName, type OpenedCase } from './testing/a-compliance.ts'

// Every command, tried by every role at the case's centre, at another and through the network, in every state of an item.
// The oracle is written from the domain's words, apart from src/policies.ts.

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { database, centre, openCase, as } = compliance
const elsewhere = await aCentre(database)

/** Tried in alert-permissions.test.ts and alert-lifecycle.test.ts. */
const alertCommands = ['acknowledgeAlert', 'resolveAlert', 'snoozeAlert', 'saveAlertPreferences'] as const
type AlertCommand = (typeof alertCommands)[number]
type State = 'untouched' | 'evidenced' | 'awaiting' | 'failed' | 'waived' | 'not applicable'
type ItemCommand = Exclude<MutationName, AlertCommand>
const itemCommands = mutationNames.filter(
  (name): name is ItemCommand => !(alertCommands as readonly string[]).includes(name),
)
const states: State[] = ['untouched', 'evidenced', 'awaiting', 'failed', 'waived', 'not applicable']

const staff: Role[] = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'AUDITOR',
]
const worksOnCases = (role: Role) => ['ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER'].includes(role)
const leadsACentre = (role: Role) => role === 'SUPERVISOR' || role === 'CENTRE_MANAGER'
const isOfficer = (role: Role) => role === 'COMPLIANCE_OFFICER'

/** Whether the role may try the command on a mandatory item whose evidence is another adviser's; what it then says is of the state. */
function expected(name: ItemCommand, role: Role, state: State): string {
  if (!staff.includes(role)) return 'NOT_FOUND'
  switch (name) {
    case 'recordEvidence':
      if (!worksOnCases(role)) return 'NOT_ALLOWED'
      return state === 'not applicable' ? 'WRONG_STATE' : 'DONE'
    case 'startItem':
      if (!worksOnCases(role)) return 'NOT_ALLOWED'
      if (state === 'untouched') return 'DONE'
      return state === 'evidenced' || state === 'awaiting' ? 'ALREADY_DONE' : 'WRONG_STATE'
    case 'withdrawEvidence':
      if (!(leadsACentre(role) || isOfficer(role)))
        return state === 'untouched' || state === 'waived' || state === 'not applicable' ? 'NOT_FOUND' : 'NOT_ALLOWED'
      return state === 'untouched' || state === 'waived' || state === 'not applicable' ? 'NOT_FOUND' : 'DONE'
    case 'markNotApplicable':
      if (isOfficer(role)) return state === 'not applicable' ? 'ALREADY_DONE' : 'DONE'
      return worksOnCases(role) ? 'OFFICER_NEEDED' : 'NOT_ALLOWED'
    case 'signOffItem':
      if (state === 'awaiting') return leadsACentre(role) ? 'DONE' : 'NOT_ALLOWED'
      if (state === 'failed') return leadsACentre(role) ? 'WRONG_STATE' : 'NOT_ALLOWED'
      return worksOnCases(role) ? 'WRONG_STATE' : 'NOT_ALLOWED'
    case 'failItem':
      if (!(leadsACentre(role) || isOfficer(role))) return 'NOT_ALLOWED'
      return {
        untouched: 'NO_EVIDENCE',
        evidenced: 'DONE',
        awaiting: 'DONE',
        failed: 'ALREADY_DONE',
        waived: 'NO_EVIDENCE',
        'not applicable': 'WRONG_STATE',
      }[state]
    case 'waiveItem':
      if (!isOfficer(role)) return 'NOT_ALLOWED'
      return state === 'untouched' || state === 'waived' ? 'DONE' : 'WRONG_STATE'
    case 'reopenItem':
      if (state === 'waived' || state === 'not applicable') return isOfficer(role) ? 'DONE' : 'NOT_ALLOWED'
      if (!(leadsACentre(role) || isOfficer(role))) return 'NOT_ALLOWED'
      return state === 'failed' ? 'DONE' : 'WRONG_STATE'
    case 'adoptChecklistVersion':
      return leadsACentre(role) || isOfficer(role) ? 'ALREADY_DONE' : 'NOT_ALLOWED' // no later version is in force
  }
}

const pattern: Record<State, string> = {
  untouched: '',
  evidenced: `evidence_count = 1, started_at = now(), done = true, done_at = now()`,
  awaiting: `evidence_count = 1, started_at = now(), sign_off = 'SUPERVISOR'`,
  failed: `evidence_count = 1, started_at = now(), sign_off = 'SUPERVISOR', decision = 'FAILED', reason = 'no', decided_by = case_id, decided_at = now()`,
  waived: `decision = 'WAIVED', reason = 'late', decided_by = case_id, decided_at = now(), waived_until = current_date + 5, done = true, done_at = now()`,
  'not applicable': `decision = 'NOT_APPLICABLE', reason = 'none', decided_by = case_id, decided_at = now(), done = true, done_at = now()`,
}
const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)

/** Puts C8-04 back into a state, with evidence of another adviser where there is any. */
async function setScene(work: OpenedCase, state: State): Promise<string> {
  const { itemId } = work.item('C8-04')
  await database.query(`delete from compliance.evidence where case_checklist_item_id = $1`, [itemId])
  await database.query(
    `update compliance.case_checklist_item set evidence_count = 0, started_at = null, started_by = null, sign_off = 'SELF', signed_off_at = null, signed_off_by = null,
       decision = null, reason = null, decided_by = null, decided_at = null, waived_until = null, done = false, done_at = null where id = $1`,
    [itemId],
  )
  if (pattern[state] === '') return newId()
  await database.query(`update compliance.case_checklist_item set ${pattern[state]} where id = $1`, [itemId])
  const evidenceId = newId()
  if (!pattern[state].startsWith('evidence_count')) return evidenceId
  await database.query(
    `insert into compliance.evidence (id, case_checklist_item_id, case_id, centre_id, kind, note, recorded_at, recorded_by) values ($1, $2, $3, $4, 'NOTE', 'Payslips', now(), $5)`,
    [evidenceId, itemId, work.caseId, centre.id, newId()],
  )
  return evidenceId
}

function inputOf(name: ItemCommand, work: OpenedCase, evidenceId: string): object {
  const item = work.item('C8-04')
  switch (name) {
    case 'recordEvidence':
      return { ...item, kind: 'NOTE', note: 'Payslips' }
    case 'withdrawEvidence':
      return { evidenceId, reason: 'Wrong case' }
    case 'startItem':
    case 'signOffItem':
      return item
    case 'waiveItem':
      return { ...item, reason: 'Reports are late', until }
    case 'adoptChecklistVersion':
      return { caseChecklistId: item.caseChecklistId }
    case 'markNotApplicable':
    case 'failItem':
    case 'reopenItem':
      return { ...item, reason: 'Because' }
  }
}

const work = await openCase()

test.each(states)('on an item that is %s', { timeout: 120_000 }, async (state) => {
  const wrong: string[] = []
  let tried = 0
  let evidenceId = await setScene(work, state)
  for (const name of itemCommands) {
    for (const role of allRoles) {
      const places = [
        ['at the centre', aViewer({ roles: [role], at: centre }), expected(name, role, state)],
        ['through the network', aViewer({ roles: [role], throughNetwork: centre }), expected(name, role, state)],
        ['elsewhere', aViewer({ roles: [role], at: elsewhere }), 'NOT_FOUND'],
      ] as const
      for (const [where, viewer, should] of places) {
        if (where === 'through the network' && !isOfficer(role) && role !== 'AUDITOR') continue
        const answer = await command(name, as(viewer), inputOf(name, work, evidenceId))
        const did = answer.code ?? 'DONE'
        tried += 1
        if (did === 'DONE') evidenceId = await setScene(work, state) // a refusal has changed nothing
        if (did !== should) wrong.push(`${name} as ${role} ${where}: ${did}, not ${should}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(tried).toBe(itemCommands.length * (allRoles.length * 2 + 2))
})

test('neither a partner nor anybody without a role gets anywhere, whatever they name themselves', async () => {
  const evidenceId = await setScene(work, 'evidenced')
  for (const name of itemCommands) {
    for (const viewer of [
      aViewer({ roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'], at: centre, kind: 'PARTNER' }),
      aViewer({ roles: [] }),
    ]) {
      expect(await command(name, as(viewer), inputOf(name, work, evidenceId))).toMatchObject({ code: 'NOT_FOUND' })
    }
  }
})

test('what the page offers is what the commands allow', { timeout: 60_000 }, async () => {
  const offers: Record<string, ItemCommand> = {
    RECORD_EVIDENCE: 'recordEvidence',
    WITHDRAW_EVIDENCE: 'withdrawEvidence',
    START: 'startItem',
    MARK_NOT_APPLICABLE: 'markNotApplicable',
    SIGN_OFF: 'signOffItem',
    FAIL: 'failItem',
    WAIVE: 'waiveItem',
    REOPEN: 'reopenItem',
  }
  for (const state of states) {
    await setScene(work, state)
    for (const role of staff) {
      const { caseChecklist } = await as(aViewer({ roles: [role], at: centre })).ask<{
        caseChecklist: { items: Array<{ code: string; allowed: string[] }> }
      }>(`query ($id: ID!) { caseChecklist(id: $id) { items { code allowed } } }`, {
        id: work.item('C8-04').caseChecklistId,
      })
      const offered = caseChecklist.items.find(({ code }) => code === 'C8-04')!.allowed
      const should = Object.keys(offers).filter((offer) => expected(offers[offer]!, role, state) === 'DONE')
      // A waiver may be given again, but the page does not ask for it.
      expect([state, role, offered]).toEqual([
        state,
        role,
        should.filter((offer) => !(offer === 'WAIVE' && state === 'waived')),
      ])
    }
  }
})
