import { newId, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { alertCursor } from './alerts/cursor.ts'
import { aCompliance } from './testing/a-compliance.ts'

// Of a restricted case compliance tells those who may see it, and nobody else, by every way.

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { database, openCase, tell, as } = compliance

const ways = /* GraphQL */ `
  query ($case: ID!, $centre: ID!, $overseen: Boolean!) {
    _entities(representations: [{ __typename: "Case", id: $case }]) {
      ... on Case {
        compliance {
          openItems
        }
        checklists {
          id
        }
        alerts {
          id
        }
        stageGate(to: CLOSED) {
          open
        }
      }
    }
    complianceAlerts(first: 50, filter: { centreId: $centre }) {
      totalCount
      edges {
        node {
          id
        }
      }
    }
    centreCompliance(centreId: $centre) @include(if: $overseen) {
      openAlerts {
        alerts
      }
      byStatus {
        cases
      }
      byAdviser {
        cases
      }
    }
  }
`
type Seen = {
  _entities: [{ compliance: { openItems: number }; checklists: object[]; alerts: object[]; stageGate: object | null }]
  complianceAlerts: { totalCount: number; edges: object[] }
  centreCompliance?: {
    openAlerts: { alerts: number }[]
    byStatus: { cases: number }[]
    byAdviser: { cases: number }[]
  }
}
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

async function aRestrictedCase() {
  const centre = await aCentre(database)
  const adviserId = newId()
  const work = await openCase({ centre, adviserId, at: '2026-01-05T09:00:00Z' })
  await tell(work.noted('SAFEGUARDING'))
  return { centre, adviserId, work }
}

async function told({ centre, work }: Awaited<ReturnType<typeof aRestrictedCase>>, role: Role, id = newId()) {
  const overseen = ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'].includes(role)
  const viewer = as(aViewer({ roles: [role], at: centre, id }))
  const { _entities, complianceAlerts, centreCompliance } = await viewer.ask<Seen>(ways, {
    case: work.caseId,
    centre: centre.id,
    overseen,
  })
  const [one] = _entities
  return {
    items: one.compliance.openItems + one.checklists.length,
    gate: one.stageGate !== null,
    alerts: one.alerts.length + complianceAlerts.totalCount + complianceAlerts.edges.length,
    centre: centreCompliance
      ? sum([
          ...centreCompliance.openAlerts.map(({ alerts }) => alerts),
          ...centreCompliance.byStatus.map(({ cases }) => cases),
          ...centreCompliance.byAdviser.map(({ cases }) => cases),
        ])
      : 0,
  }
}
const nothing = { items: 0, gate: false, alerts: 0, centre: 0 }

test('it is hidden from all but those named, the manager, the safeguarding lead and the compliance officer', async () => {
  const one = await aRestrictedCase()
  const named = newId()
  for (const role of ['ADVISER', 'SUPERVISOR', 'AUDITOR'] as const)
    expect([role, (await told(one, role)).items > 0]).toEqual([role, true])
  await tell(one.work.restricted([named]))
  for (const role of ['ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'DPO', 'AUDITOR'] as const)
    expect([role, await told(one, role)]).toEqual([role, nothing])
  expect(await told(one, 'ADVISER', one.adviserId), 'its own adviser, who is not named').toEqual(nothing)
  for (const role of ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'] as const)
    expect([role, (await told(one, role)).items > 0]).toEqual([role, true])
  expect((await told(one, 'CENTRE_MANAGER')).alerts).toBeGreaterThan(0)
  expect((await told(one, 'SUPERVISOR', named)).items).toBeGreaterThan(0)
  await tell(one.work.restricted([]))
  expect(await told(one, 'SUPERVISOR', named), 'no longer named').toEqual(nothing)
  await tell(one.work.unrestricted())
  expect((await told(one, 'SUPERVISOR')).centre).toBeGreaterThan(0)
})

test('whoever opened it with a reason sees it until the hours are over', async () => {
  const one = await aRestrictedCase()
  const [now, before] = [newId(), newId()]
  await tell(
    one.work.restricted(),
    one.work.glassBroken(now, new Date(Date.now() + 3_600_000)),
    one.work.glassBroken(before, new Date(Date.now() - 1_000)),
  )
  expect((await told(one, 'ADVISER', now)).items).toBeGreaterThan(0)
  expect(await told(one, 'ADVISER', before)).toEqual(nothing)
})

test('a live alert of it reaches those who may see it, and passes the others by', async () => {
  const one = await aRestrictedCase()
  await tell(one.work.restricted())
  const [{ last }] = (await database.query<{ last: string }>(
    'select coalesce(max(sequence), 0) last from compliance.alert_feed',
  )) as [{ last: string }]
  const after = alertCursor(BigInt(last))
  const document = `subscription ($after: String) { complianceAlertRaised(after: $after) { alert { case { id } } } }`
  const follow = async (role: Role) => {
    const stream = stack.use(as(aViewer({ roles: [role], at: one.centre })).subscribe<Raised>(document, { after }))
    await stream.connected
    return stream
  }
  const [auditor, manager] = [await follow('AUDITOR'), await follow('CENTRE_MANAGER')]
  const open = await openCase({ centre: one.centre })
  await tell(one.work.noted('SAFEGUARDING'), open.noted('SAFEGUARDING'))
  const caseOf = ({ complianceAlertRaised }: Raised) => complianceAlertRaised.alert.case.id
  expect([caseOf(await manager.next()), caseOf(await manager.next())]).toEqual([one.work.caseId, open.caseId])
  // The second comes after the first, so the first was passed by.
  expect(caseOf(await auditor.next())).toBe(open.caseId)
})
type Raised = { complianceAlertRaised: { alert: { case: { id: string } } } }

test('commands find nothing of it', async () => {
  const one = await aRestrictedCase()
  await tell(one.work.restricted())
  const adviser = as(aViewer({ roles: ['ADVISER'], at: one.centre }))
  const { recordEvidence } = await adviser.ask<{ recordEvidence: { code?: string } }>(
    'mutation ($input: RecordEvidenceInput!) { recordEvidence(input: $input) { ... on Refused { code } } }',
    { input: { ...one.work.item('C8-04'), kind: 'NOTE', note: 'Payslips' } },
  )
  expect(recordEvidence.code).toBe('NOT_FOUND')
})

test('every table whose rows belong to a case is kept apart from the role of requests', async () => {
  const loose = await database.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'case_id'
     where c.relnamespace = 'compliance'::regnamespace and c.relkind = 'r' and has_table_privilege('compliance_app', c.oid, 'select')
       and not exists (select from pg_policies p where p.schemaname = 'compliance' and p.tablename = c.relname and p.permissive = 'RESTRICTIVE' and p.qual like '%hidden_cases%')`,
  )
  // The data-protection officer answers for these; they show no more of the case than its id.
  const forTheOfficer = ['data_breach', 'subject_access_request']
  expect(loose.filter(({ name }) => !forTheOfficer.includes(name))).toEqual([])
})
