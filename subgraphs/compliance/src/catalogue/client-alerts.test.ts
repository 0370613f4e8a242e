import { newId } from '@cma/runtime'
import { aDatabase, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'
import { matter } from '../testing/matters.ts'

// Alerts of what hangs on a client or a case: consents, authorities, needs, emergencies, restricted cases, quiet cases.

const stack = fileStack()
const database = stack.use(await aDatabase())
const at = '2026-09-01T09:00:00Z'

async function aCase(adviserId: string | null = newId()) {
  const engine = await anEngine({ at, database })
  const work = casework(engine.centre)
  await engine.tell(work.opened({ adviserId, at }))
  const clientId = newId()
  const of = (kind: string, more: Record<string, unknown>) =>
    matter(engine.centre, `cases.${kind}`, { caseId: work.caseId, clientId, ...more })
  const codes = async () =>
    (await engine.alerts(work.caseId)).filter(({ state }) => state !== 'RESOLVED').map(({ code }) => code)
  return { engine, work, clientId, of, codes }
}

test('a consent is valid on its last day, and told of when it has run out', async () => {
  const { engine, of } = await aCase()
  await using _ = engine
  const consentId = newId()
  const consent = of('consent', { consentId, kind: 'CREDITOR_CONTACT' })
  await engine.tell(consent('given', { givenOn: '2026-09-01', expiresOn: '2026-10-31' }))
  await engine.passTo('2026-10-31T23:59:59Z')
  expect(await engine.openAlertsOf(consentId)).toEqual([])
  await engine.passTo('2026-11-01T00:00:00Z')
  expect(await engine.openAlertsOf(consentId)).toEqual(['CONSENT_EXPIRED HIGH'])
  const other = newId()
  await engine.tell(
    of('consent', { consentId: other, kind: 'RESEARCH' })('given', { givenOn: '2026-11-01', expiresOn: null }),
  )
  expect(await engine.openAlertsOf(consentId)).toEqual(['CONSENT_EXPIRED HIGH']) // another kind renews nothing
  const renewed = newId()
  await engine.tell(
    of('consent', { consentId: renewed, kind: 'CREDITOR_CONTACT' })('given', {
      givenOn: '2026-11-01',
      expiresOn: '2027-05-01',
    }),
  )
  expect(await engine.openAlertsOf(consentId)).toEqual([])
  expect((await engine.clocks(consentId))['CONSENT_RENEWAL']).toMatch(/^MET/)
  expect((await engine.clocks(renewed))['CONSENT_RENEWAL']).toBe('RUNNING 2027-05-01T22:59:59.999Z')
})

test('a consent without an end has no clock, and one that is withdrawn none that runs', async () => {
  const { engine, of } = await aCase()
  await using _ = engine
  const [endless, withdrawn] = [newId(), newId()]
  await engine.tell(
    of('consent', { consentId: endless, kind: 'A' })('given', { givenOn: '2026-09-01', expiresOn: null }),
    of('consent', { consentId: withdrawn, kind: 'B' })('given', { givenOn: '2026-09-01', expiresOn: '2026-09-10' }),
    of('consent', { consentId: withdrawn, kind: 'B' })('withdrawn', { withdrawnOn: '2026-09-05' }),
  )
  await engine.passTo('2026-09-12T09:00:00Z')
  expect(await engine.clocks(endless)).toEqual({})
  expect((await engine.clocks(withdrawn))['CONSENT_RENEWAL']).toMatch(/^STOPPED/)
  expect(await engine.openAlertsOf(withdrawn)).toEqual([])
})

test('a consent of a client without a case reaches those who stand in for an adviser', async () => {
  await using engine = await anEngine({ at, database })
  const consentId = newId()
  const consent = matter(engine.centre, 'cases.consent', { caseId: null, clientId: newId(), consentId, kind: 'A' })
  await engine.tell(consent('given', { givenOn: '2026-09-01', expiresOn: '2026-09-10' }))
  await engine.passTo('2026-09-11T09:00:00Z')
  const rows = await database.query(`select recipient_roles roles from compliance.alert where matter_id = $1`, [
    consentId,
  ])
  expect(rows).toEqual([{ roles: ['SUPERVISOR', 'CENTRE_MANAGER'] }])
})

test('an authority to act is told of from the day after its last, until a newer one is signed', async () => {
  const { engine, of } = await aCase()
  await using _ = engine
  const authorityId = newId()
  await engine.tell(of('authority', { authorityId })('signed', { signedOn: '2025-09-10', expiresOn: '2026-09-10' }))
  await engine.passTo('2026-09-10T22:59:59Z')
  expect(await engine.openAlertsOf(authorityId)).toEqual([])
  await engine.passTo('2026-09-10T23:00:00Z')
  expect(await engine.openAlertsOf(authorityId)).toEqual(['AUTHORITY_EXPIRED HIGH'])
  await engine.tell(
    of('authority', { authorityId: newId() })('signed', { signedOn: '2026-09-11', expiresOn: '2027-09-11' }),
  )
  expect(await engine.openAlertsOf(authorityId)).toEqual([])
})

test('a need without anything agreed is told of at once, for 5 working days', async () => {
  const { engine, work, of } = await aCase()
  await using _ = engine
  const recordId = newId()
  const record = of('vulnerability', { recordId })
  await engine.tell(record('recorded', { supportAgreed: false, reviewOn: '2027-02-26' }, '2026-09-01T10:00:00Z'))
  expect(await engine.openAlertsOf(recordId)).toEqual(['VULNERABILITY_NOT_REVIEWED HIGH'])
  expect((await engine.alerts(work.caseId))[0]).toMatchObject({
    dueAt: '2026-09-08T22:59:59.999Z',
    roles: [],
    toCaseAdviser: true,
  })
  await engine.tell(record('support_agreed'))
  expect(await engine.openAlertsOf(recordId)).toEqual([])
})

test('a review is late after its day, or after six months where none was named', async () => {
  const { engine, of } = await aCase()
  await using _ = engine
  const recordId = newId()
  const record = of('vulnerability', { recordId })
  await engine.tell(record('recorded', { supportAgreed: true, reviewOn: '2026-10-02' }, at))
  await engine.passTo('2026-10-02T22:59:59Z')
  expect(await engine.openAlertsOf(recordId)).toEqual([])
  await engine.passTo('2026-10-02T23:00:00Z')
  expect(await engine.openAlertsOf(recordId)).toEqual(['VULNERABILITY_NOT_REVIEWED HIGH'])
  await engine.tell(record('reviewed', { reviewOn: null }, '2026-10-05T09:00:00Z'))
  expect(await engine.openAlertsOf(recordId)).toEqual([])
  expect((await engine.clocks(recordId))['VULNERABILITY_REVIEW_HALF_YEAR']).toBe('RUNNING 2027-04-05T22:59:59.999Z')
})

test('an emergency is told of from seven days before its day until it is cleared', async () => {
  const { engine, work, of } = await aCase()
  await using _ = engine
  const emergencyId = newId()
  const emergency = of('emergency', { emergencyId, kind: 'EVICTION' })
  await engine.tell(emergency('recorded', { occursOn: '2026-09-20' }, at))
  await engine.passTo('2026-09-12T22:59:59Z')
  expect(await engine.openAlertsOf(emergencyId)).toEqual([])
  await engine.passTo('2026-09-12T23:00:00Z')
  expect(await engine.openAlertsOf(emergencyId)).toEqual(['EMERGENCY_ENFORCEMENT CRITICAL'])
  expect((await engine.alerts(work.caseId)).at(-1)).toMatchObject({
    roles: ['CENTRE_MANAGER'],
    toCaseAdviser: true,
    dueAt: '2026-09-20T22:59:59.999Z',
  })
  await engine.passTo('2026-09-21T09:00:00Z')
  expect(await engine.openAlertsOf(emergencyId)).toEqual(['EMERGENCY_ENFORCEMENT CRITICAL'])
  await engine.tell(emergency('cleared'))
  expect(await engine.openAlertsOf(emergencyId)).toEqual([])
})

test('who opens a restricted case with a reason is looked at within 2 working days; who may see it is not', async () => {
  const { engine, work } = await aCase()
  await using _ = engine
  const event = matter(engine.centre, 'cases.restricted_case', { caseId: work.caseId })
  await engine.tell(event('viewed', {}, '2026-09-03T09:00:00Z'), event('break_glass', {}, '2026-09-04T09:00:00Z'))
  const raised = (await engine.alerts(work.caseId)).filter(({ code }) => code === 'RESTRICTED_CASE_ACCESSED')
  expect(raised).toMatchObject([{ severity: 'HIGH', roles: ['COMPLIANCE_OFFICER'], dueAt: '2026-09-08T22:59:59.999Z' }])
})

test('a case is dormant after 21 days and long so after 42; anything done on it ends that, a look does not', async () => {
  const { engine, work } = await aCase()
  await using _ = engine
  const dormant = async () =>
    (await engine.alerts(work.caseId))
      .filter(({ code, state }) => code === 'CASE_DORMANT' && state !== 'RESOLVED')
      .map(({ severity }) => severity)
  await engine.passTo('2026-09-21T22:59:59Z') // day 20
  expect(await dormant()).toEqual([])
  await engine.passTo('2026-09-21T23:00:00Z')
  expect(await dormant()).toEqual(['LOW'])
  await engine.passTo('2026-10-12T22:59:59Z') // day 41
  expect(await dormant()).toEqual(['LOW'])
  await engine.passTo('2026-10-12T23:00:00Z')
  expect(await dormant()).toEqual(['MEDIUM'])
  const look = matter(engine.centre, 'cases.restricted_case', { caseId: work.caseId })
  await engine.tell(look('viewed', {}, '2026-10-13T09:00:00Z'))
  expect(await dormant()).toEqual(['MEDIUM'])
  const task = matter(engine.centre, 'cases.task', { caseId: work.caseId })
  await engine.tell(task('added', { taskId: newId() }, '2026-10-13T09:00:00Z'))
  expect(await dormant()).toEqual([])
  await engine.passTo('2026-11-03T00:00:00Z') // 21 days after that
  expect(await dormant()).toEqual(['LOW'])
  await engine.tell(work.moved('ENQUIRY', 'CLOSED', { at: '2026-11-03T09:00:00Z' }))
  expect(await dormant()).toEqual([])
})
