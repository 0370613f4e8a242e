import { newId } from '@cma/runtime'
import { aCentre, aViewer, fileStack, type Client } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance, command, type OpenedCase } from './testing/a-compliance.ts'

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { someone, openCase, database, as, tell, centre } = compliance
const adviser = someone(['ADVISER'])

const entities = (fields: string) =>
  `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Case { ${fields} } } }`
const cases = (ids: string[]) => ids.map((id) => ({ __typename: 'Case', id }))
const ofCase = async <Data>(who: Client, id: string, fields: string) =>
  (await who.ask<{ _entities: [Data] }>(entities(fields), { refs: cases([id]) }))._entities[0]

const summary = `compliance { completionPercentage status overdueItems openItems blockingItems nextDeadline { code text force overdue dueAt } updatedAt }`

test('how a case stands, over all its checklists', async () => {
  const work = await openCase({ stage: 'ONBOARDING' })
  await command('recordEvidence', adviser, { ...work.item('C8-02'), kind: 'CASE_RECORD', note: 'Lives in Leeds' })
  const { compliance: standing } = await ofCase<{ compliance: object }>(adviser, work.caseId, summary)
  expect(standing).toMatchObject({
    completionPercentage: 1, // 1 of 56
    status: 'AT_RISK',
    overdueItems: 0,
    openItems: 17,
    blockingItems: 1,
    nextDeadline: { code: 'C8-01', force: 'POLICY', overdue: false },
  })
})

test('a case that is late says so', async () => {
  const work = await openCase({ at: '2026-01-05T09:00:00Z' })
  expect(await ofCase(adviser, work.caseId, summary)).toMatchObject({
    compliance: { status: 'OVERDUE', overdueItems: 1, nextDeadline: { overdue: true } },
  })
})

test('a case that was opened a moment ago stands at nothing, and its gate is not known', async () => {
  expect(await ofCase(adviser, newId(), `${summary} checklists { id } stageGate(to: FACT_FIND) { open }`)).toEqual({
    compliance: {
      completionPercentage: 0,
      status: 'PENDING',
      overdueItems: 0,
      openItems: 0,
      blockingItems: 0,
      nextDeadline: null,
      updatedAt: null,
    },
    checklists: [],
    stageGate: null,
  })
})

test.each(['CLIENT', 'PARTNER_APP', 'NETWORK_ADMIN'] as const)('%s learns nothing of a case', async (role) => {
  const work = await openCase()
  expect(
    await ofCase(
      someone([role]),
      work.caseId,
      `compliance { status } checklists { id } stageGate(to: CLOSED) { open } alerts { id }`,
    ),
  ).toEqual({ compliance: null, checklists: null, stageGate: null, alerts: null })
  expect(
    await someone([role]).ask(`query ($id: ID!) { caseChecklist(id: $id) { id } }`, {
      id: work.item('C8-01').caseChecklistId,
    }),
  ).toEqual({ caseChecklist: null })
})

test('another centre sees neither checklists nor gates of a case', async () => {
  const work = await openCase()
  const other = as(aViewer({ roles: ['CENTRE_MANAGER'], at: await aCentre(database) }))
  expect(
    await ofCase(
      other,
      work.caseId,
      `compliance { openItems } checklists { id } stageGate(to: CLOSED) { open } alerts { id }`,
    ),
  ).toEqual({ compliance: { openItems: 0 }, checklists: [], stageGate: null, alerts: [] })
})

test('checklists come whole, the mandatory ones with their framework', async () => {
  const work = await openCase()
  await command('recordEvidence', adviser, { ...work.item('C8-01'), kind: 'LEAFLET', note: 'Leaflet 4' })
  const { checklists } = await ofCase<{ checklists: Array<{ name: string; items: Array<Record<string, unknown>> }> }>(
    adviser,
    work.caseId,
    `checklists { id name mandatory framework { code name version verified } completionPercentage status doneWeight applicableWeight
       items { id code text ruleReference force mandatory weight state done dueAt dueForce stage holdsUpStage evidenceKinds signOff verified evidence { kind note recordedBy { id } } } }`,
  )
  expect(checklists.map(({ name }) => name)).toEqual(['Case conduct', 'Consumer Duty and vulnerability'])
  expect(checklists[0]).toMatchObject({
    mandatory: true,
    framework: { code: 'CONC8', version: '1', verified: false },
    doneWeight: 2,
    applicableWeight: 40,
    completionPercentage: 5,
  })
  expect(checklists[0]!.items).toHaveLength(14)
  expect(checklists[0]!.items[0]).toMatchObject({
    code: 'C8-01',
    state: 'EVIDENCED',
    done: true,
    evidence: [{ kind: 'LEAFLET', note: 'Leaflet 4', recordedBy: { id: adviser.id } }],
  })
  const { checklists: open } = await ofCase<{ checklists: Array<{ items: unknown[] }> }>(
    adviser,
    work.caseId,
    `checklists { items(needsSomething: true) { id } }`,
  )
  expect(open[0]!.items).toHaveLength(13)
})

test('a gate names what holds up a stage, and whether the viewer may go on regardless', async () => {
  const work = await openCase({ stage: 'ONBOARDING' })
  const gate = (who: typeof adviser, to: string) =>
    ofCase<{ stageGate: { open: boolean; mayOverride: boolean; blockers: Array<{ code: string }> } }>(
      who,
      work.caseId,
      `stageGate(to: ${to}) { from to open mayOverride blockers { code text } }`,
    )
  expect(await gate(adviser, 'FACT_FIND')).toMatchObject({
    stageGate: { from: 'ONBOARDING', open: false, mayOverride: false, blockers: [{ code: 'C8-01' }] },
  })
  expect(await gate(someone(['CENTRE_MANAGER']), 'FACT_FIND')).toMatchObject({
    stageGate: { open: false, mayOverride: true },
  })
  expect((await gate(adviser, 'ADVICE_GIVEN')).stageGate.blockers.map(({ code }) => code)).toEqual([
    'C8-01',
    'C8-02',
    'C8-03',
    'C8-04',
    'C8-05',
    'C8-06',
    'C8-07',
    'C8-08',
    'C8-09',
    'CD-05',
  ])
  expect((await gate(adviser, 'IMPLEMENTATION')).stageGate.blockers.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['C8-10', 'C8-11', 'CD-03']),
  )
  expect(await gate(adviser, 'ENQUIRY')).toMatchObject({ stageGate: { open: true, blockers: [] } })
  expect(await gate(adviser, 'ON_HOLD')).toMatchObject({ stageGate: { open: true } })
  await command('recordEvidence', adviser, { ...work.item('C8-01'), kind: 'LEAFLET', note: 'Leaflet 4' })
  expect(await gate(adviser, 'FACT_FIND')).toMatchObject({ stageGate: { open: true, mayOverride: false } })
})

test('frameworks in force on a day, with what is kept for centres and the network', async () => {
  const { frameworks } = await adviser.ask<{
    frameworks: Array<{
      code: string
      checklists: Array<{ level: string; items: Array<{ code: string; dueRule: string | null }> }>
    }>
  }>(`{ frameworks { code verified checklists { level items { code dueRule dueForce } } } }`)
  expect(frameworks.map(({ code }) => code)).toEqual([
    'BREATHING_SPACE',
    'CONC8',
    'CONSUMER_DUTY',
    'DATA_PROTECTION',
    'INSOLVENCY',
    'QUALITY',
  ])
  const framework = (wanted: string) => frameworks.find(({ code }) => code === wanted)!
  expect(framework('CONSUMER_DUTY').checklists.map(({ level }) => level)).toEqual(['CASE', 'CENTRE', 'NETWORK'])
  expect(framework('CONC8').checklists[0]!.items[9]).toEqual({
    code: 'C8-10',
    dueRule: '5 working days after the advice appointment',
    dueForce: 'POLICY',
  })
  expect(await adviser.ask(`{ frameworks(on: "2020-01-01") { code } }`)).toEqual({ frameworks: [{ code: 'CONC8' }] })
  expect(await adviser.ask(`{ frameworks(on: "2014-03-31") { code } framework(id: "none") { code } }`)).toEqual({
    frameworks: [],
    framework: null,
  })
})

const standing = `{ openCases completionPercentage overdueItems byStatus { status cases } byFramework { framework { code } completionPercentage overdueItems } byAdviser { adviser { id } cases overdueItems } openAlerts { severity alerts } }`

test("how a centre stands: its open cases only, and an alert's severity for those who oversee it", async () => {
  const here = await aCentre(database, { networkId: centre.networkId })
  const late = await openCase({ centre: here, at: '2026-01-05T09:00:00Z' })
  const fresh = await openCase({ centre: here, adviserId: late.adviserId })
  const unowned = await openCase({ centre: here, adviserId: null })
  const closed = await openCase({ centre: here })
  await tell(closed.moved('ENQUIRY', 'CLOSED'), fresh.noted('SAFEGUARDING'))
  const ask = (who: typeof adviser) =>
    who.ask<{ centreCompliance: Record<string, unknown> }>(
      `query ($id: ID!) { centreCompliance(centreId: $id) ${standing} }`,
      { id: here.id },
    )
  const { centreCompliance } = await ask(someone(['SUPERVISOR'], here))
  expect(centreCompliance).toMatchObject({
    openCases: 3,
    completionPercentage: 0,
    overdueItems: 1,
    byStatus: [
      { status: 'AT_RISK', cases: 2 },
      { status: 'OVERDUE', cases: 1 },
    ],
    byFramework: expect.arrayContaining([{ framework: { code: 'CONC8' }, completionPercentage: 0, overdueItems: 1 }]),
    byAdviser: [
      { adviser: { id: late.adviserId }, cases: 2, overdueItems: 1 },
      { adviser: null, cases: 1, overdueItems: 0 },
    ],
  })
  expect(centreCompliance['openAlerts']).toEqual(expect.arrayContaining([{ severity: 'CRITICAL', alerts: 1 }]))
  expect(unowned.adviserId).toBe('')
})

test.each([
  ['ADVISER', false],
  ['TRAINEE_ADVISER', false],
  ['VOLUNTEER_SUPPORT', false],
  ['SUPERVISOR', true],
  ['CENTRE_MANAGER', true],
  ['SAFEGUARDING_LEAD', false],
  ['COMPLIANCE_OFFICER', true],
  ['DPO', false],
  ['NETWORK_ADMIN', false],
  ['AUDITOR', true],
  ['CLIENT', false],
  ['PARTNER_APP', false],
] as const)('%s sees how the centre stands: %s', async (role, sees) => {
  const { errors } = await someone([role]).send(`query ($id: ID!) { centreCompliance(centreId: $id) { openCases } }`, {
    id: centre.id,
  })
  expect(errors?.[0]?.extensions?.code).toBe(sees ? undefined : 'FORBIDDEN')
  const { data } = await someone([role]).send<{ _entities: Array<{ compliance: object | null }> }>(
    `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Centre { compliance { openCases } } } }`,
    { refs: [{ __typename: 'Centre', id: centre.id }] },
  )
  expect(data._entities[0]!.compliance !== null).toBe(sees)
})

test('alerts are paged by a cursor, the newest first, and filtered', async () => {
  const here = await aCentre(database)
  const manager = someone(['CENTRE_MANAGER'], here)
  const works: OpenedCase[] = []
  for (let index = 0; index < 5; index++) works.push(await openCase({ centre: here }))
  await tell(...works.map((work) => work.noted('SAFEGUARDING')))
  type Page = {
    complianceAlerts: {
      totalCount: number
      pageInfo: { hasNextPage: boolean; endCursor: string }
      edges: Array<{ cursor: string; node: { sequence: number } }>
    }
  }
  const page = (after?: string) =>
    manager.ask<Page>(
      `query ($after: String) { complianceAlerts(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { sequence } } } }`,
      { after },
    )
  const seen: number[] = []
  let after: string | undefined
  for (let more = true; more;) {
    const { complianceAlerts } = await page(after)
    expect(complianceAlerts.totalCount).toBe(5)
    expect(complianceAlerts.pageInfo.endCursor).toBe(complianceAlerts.edges.at(-1)!.cursor)
    seen.push(...complianceAlerts.edges.map(({ node }) => node.sequence))
    more = complianceAlerts.pageInfo.hasNextPage
    after = complianceAlerts.pageInfo.endCursor
  }
  expect(seen).toEqual(seen.toSorted((a, b) => b - a))
  expect(seen).toHaveLength(5)
  const filtered = (filter: object) =>
    manager.ask<Page>(`query ($filter: AlertFilter) { complianceAlerts(first: 10, filter: $filter) { totalCount } }`, {
      filter,
    })
  expect((await filtered({ caseId: works[0]!.caseId })).complianceAlerts.totalCount).toBe(1)
  expect((await filtered({ codes: ['GATE_OVERRIDDEN'] })).complianceAlerts.totalCount).toBe(0)
  expect(
    (await filtered({ states: ['OPEN'], severities: ['CRITICAL'], centreId: here.id })).complianceAlerts.totalCount,
  ).toBe(5)
  expect((await filtered({ centreId: 'nowhere' })).complianceAlerts.totalCount).toBe(0)
  for (const bad of ['x', 'WzFd', Buffer.from('["alert","one"]').toString('base64url')]) {
    expect(
      (await manager.send(`{ complianceAlerts(first: 1, after: "${bad}") { totalCount } }`)).errors?.[0]?.extensions
        ?.code,
    ).toBe('BAD_USER_INPUT')
  }
  expect((await manager.send(`{ complianceAlerts(first: 101) { totalCount } }`)).errors?.[0]?.extensions?.code).toBe(
    'BAD_USER_INPUT',
  )
})
