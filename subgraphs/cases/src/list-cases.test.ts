import { aCase, aClient, aNote, aViewer, fileStack } from '@cma/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startCases } from '../test/start-cases.ts'

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases

const list = /* GraphQL */ `
  query ($first: Int!, $after: String, $search: String, $filter: CaseFilter, $orderBy: CaseOrder!) {
    cases(first: $first, after: $after, search: $search, filter: $filter, orderBy: $orderBy) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        cursor
        node {
          id
          reference
          stage
          priority
          openedAt
          tags
          client {
            name
          }
          emergencies {
            id
          }
          nextAction {
            dueOn
          }
        }
      }
    }
  }
`
type Listed = {
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  edges: Array<{ cursor: string; node: { id: string; client: { name: string } } }>
}
const page = async (viewer: ReturnType<typeof aViewer>, variables: object): Promise<Listed> =>
  (await cases.as(viewer).ask<{ cases: Listed }>(list, { first: 50, orderBy: 'MOST_URGENT', ...variables })).cases

const names = async (viewer: ReturnType<typeof aViewer>, variables: object) =>
  (await page(viewer, variables)).edges.map(({ node }) => node.client.name)

async function walk(
  viewer: ReturnType<typeof aViewer>,
  variables: object,
  betweenPages: () => Promise<unknown> = async () => {},
) {
  const ids: string[] = []
  let after: string | null = null
  do {
    const got: Listed = await page(viewer, { ...variables, after })
    ids.push(...got.edges.map(({ node }) => node.id))
    after = got.pageInfo.hasNextPage ? got.pageInfo.endCursor : null
    if (after) await betweenPages()
  } while (after)
  return ids
}

const day = (offset: number) => new Date(Date.UTC(2030, 0, 1 + offset)).toISOString().slice(0, 10)
const aRandomCase = fc.record({
  priority: fc.constantFrom('LOW', 'NORMAL', 'HIGH', 'URGENT'),
  stage: fc.constantFrom('ENQUIRY', 'BUDGET', 'CLOSED', 'ON_HOLD'),
  openedAt: fc.integer({ min: 0, max: 3 }).map((hours) => new Date(Date.UTC(2026, 0, 1, hours))),
  familyName: fc.constantFrom('Abel', 'Ábel', 'Baker', "O'Neill", 'de Souza', 'Żak'),
  followUpOn: fc.option(fc.integer({ min: 0, max: 2 }).map(day), { nil: undefined }),
})
type RandomCase = typeof aRandomCase extends fc.Arbitrary<infer Case> ? Case : never
const orders = ['MOST_URGENT', 'OPENED_NEWEST', 'OPENED_OLDEST', 'CLIENT_NAME', 'LAST_ACTIVITY'] as const

test.for(orders)(
  'walking pages in order %s gives each case once and in order, also while cases are added',
  { timeout: 90_000 },
  async (orderBy) => {
    const add = async (
      centre: Awaited<ReturnType<typeof cases.aCentre>>,
      { familyName, followUpOn, ...rest }: RandomCase,
    ) => {
      const client = await aClient(database, { centre, familyName })
      const added = await aCase(database, { centre, client, ...rest })
      if (followUpOn) await aNote(database, { on: added, followUpOn })
      return added.id
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRandomCase, { minLength: 1, maxLength: 9 }),
        fc.array(aRandomCase, { maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (present, later, first) => {
          const centre = await cases.aCentre()
          const viewer = aViewer({ at: centre })
          const ids: string[] = []
          for (const each of present) ids.push(await add(centre, each))
          const whole = (await page(viewer, { orderBy })).edges.map(({ node }) => node.id)
          expect(whole.toSorted()).toEqual(ids.toSorted())
          expect(await walk(viewer, { orderBy, first })).toEqual(whole)

          const coming = [...later]
          const walked = await walk(viewer, { orderBy, first }, async () => {
            const next = coming.pop()
            if (next) await add(centre, next)
          })
          expect(walked.filter((id) => ids.includes(id))).toEqual(whole)
          expect(new Set(walked).size).toBe(walked.length)
        },
      ),
      { numRuns: 8 },
    )
  },
)

test('most urgent: emergencies, then priority, then what is due soonest; what has ended comes last', async () => {
  const centre = await cases.aCentre()
  const viewer = aViewer({ at: centre })
  const named = async (givenNames: string, options: object) =>
    aCase(database, { centre, client: await aClient(database, { centre, givenNames, familyName: 'X' }), ...options })
  await named('closed', { stage: 'CLOSED', priority: 'URGENT' })
  await named('low', { priority: 'LOW' })
  await named('normal', {})
  const soon = await named('soon', {})
  await aNote(database, { on: soon, followUpOn: day(1) })
  const sooner = await named('sooner', {})
  await aNote(database, { on: sooner, followUpOn: day(0) })
  await named('urgent', { priority: 'URGENT' })
  const emergency = await named('emergency', { priority: 'LOW' })
  await cases.command(viewer, 'recordEmergency', { caseId: emergency.id, kind: 'EVICTION' })
  expect(await names(viewer, {})).toEqual([
    'emergency X',
    'urgent X',
    'sooner X',
    'soon X',
    'normal X',
    'low X',
    'closed X',
  ])
})

test('a case moves in the list with what happens to it', async () => {
  const centre = await cases.aCentre()
  const viewer = aViewer({ at: centre })
  const [one, two] = [
    await aCase(database, { centre, adviser: viewer }),
    await aCase(database, { centre, adviser: viewer }),
  ]
  const order = async () => (await page(viewer, {})).edges.map(({ node }) => (node.id === one.id ? 'one' : 'two'))
  const task = await cases.command(viewer, 'addTask', {
    caseId: two.id,
    title: 'Ring',
    dueOn: new Date().toISOString().slice(0, 10),
  })
  expect(await order()).toEqual(['two', 'one'])
  await cases.command(viewer, 'completeTask', { taskId: task.id })
  await cases.command(viewer, 'addNote', { caseId: one.id, category: 'ADVICE', body: 'x', followUpOn: day(0) })
  expect(await order()).toEqual(['one', 'two'])
  await cases.command(viewer, 'updateCase', { caseId: two.id, priority: 'URGENT' })
  expect(await order()).toEqual(['two', 'one'])
  await cases.command(viewer, 'changeStage', { caseId: two.id, to: 'DISENGAGED', reason: 'No contact since June' })
  expect(await order()).toEqual(['one', 'two'])
  expect((await page(viewer, { orderBy: 'LAST_ACTIVITY' })).edges[0]!.node.id).toBe(two.id)
})

test('search finds references, names also misspelt and without accents, and tags', async () => {
  const centre = await cases.aCentre()
  const viewer = aViewer({ at: centre })
  const person = async (givenNames: string, familyName: string, tags: string[] = []) => {
    const opened = await cases.command(
      viewer,
      'openCase',
      { centreId: centre.id, newClient: { givenNames, familyName }, tags },
      'reference',
    )
    return opened['reference'] as string
  }
  const reference = await person('Siân', 'Johnson')
  await person('Katarzyna', 'Wójcik')
  await person('Philippa', "O'Neill", ['council tax'])
  await person('Mohammed', 'Okafor-Smyth')
  const found = async (search: string) => (await names(viewer, { search })).toSorted()

  expect(await found('jonson')).toEqual(['Siân Johnson'])
  expect(await found('sian JHONSON')).toEqual(['Siân Johnson'])
  expect(await found('wojcik')).toEqual(['Katarzyna Wójcik'])
  expect(await found('Katarzina')).toEqual(['Katarzyna Wójcik'])
  expect(await found('oneil')).toEqual(["Philippa O'Neill"])
  expect(await found("o'neill filippa")).toEqual(["Philippa O'Neill"])
  expect(await found('smith')).toEqual(['Mohammed Okafor-Smyth'])
  expect(await found('council')).toEqual(["Philippa O'Neill"])
  expect(await found(reference)).toEqual(['Siân Johnson'])
  expect(await found(reference.toLowerCase())).toEqual(['Siân Johnson'])
  expect(await found(reference.slice(-6))).toEqual(['Siân Johnson'])
  expect(await found('CMA-2026-999999')).toEqual([])
  expect(await found('xylophone')).toEqual([])
  expect(await found('---')).toEqual([])
  expect(await found('%')).toEqual([])
  expect(await found('  ')).toHaveLength(4)
})

// The search looks through few cases one by one, and finds candidates among many by their trigrams.
test.for([0, 600])(
  'an officer of many centres finds the same among %i other cases, and nothing of another network',
  async (others) => {
    const centres = [await cases.aCentre()]
    while (centres.length < 10) centres.push(await cases.aCentre({ networkId: centres[0]!.networkId }))
    for (const centre of [centres[0]!, centres[9]!, await cases.aCentre()]) {
      await cases.command(aViewer({ at: centre }), 'openCase', {
        centreId: centre.id,
        newClient: { givenNames: 'Siân', familyName: 'Johnson' },
        tags: ['rent'],
      })
    }
    const { id: copied } = await aCase(database, { centre: centres[4]! })
    await database.query(
      `insert into cases.case_file select another.* from cases.case_file c, generate_series(1, $2) n, lateral jsonb_populate_record(c,
         jsonb_build_object('id', gen_random_uuid(), 'reference', 'CMA-1999-' || lpad(n::text, 6, '0'),
           'search_text', 'copy tomasz ackroyd ' || n)) another
       where c.id = $1`,
      [copied, others],
    )
    const officer = aViewer({ throughNetwork: centres[0]!, roles: ['COMPLIANCE_OFFICER'] })
    for (const search of ['jhonson', 'sian', 'Siân Jonson', 'rent johnson', 'ohnso'])
      expect([search, await names(officer, { search })]).toEqual([search, ['Siân Johnson', 'Siân Johnson']])
    for (const search of ['jhonson katarzyna', 'stephens', 'CMA-2026-999999'])
      expect([search, await names(officer, { search })]).toEqual([search, []])
  },
)

test('search follows a change of name, and finds the former one too', async () => {
  const centre = await cases.aCentre()
  const viewer = aViewer({ at: centre })
  const theCase = await aCase(database, {
    centre,
    client: await aClient(database, { centre, givenNames: 'Amal', familyName: 'Haddad' }),
  })
  await cases.command(viewer, 'recordClientName', {
    clientId: theCase.client.id,
    givenNames: 'Amal',
    familyName: 'Brown',
    kind: 'CURRENT',
  })
  for (const search of ['brown', 'hadad']) expect(await names(viewer, { search })).toEqual(['Amal Brown'])
})

test('filters', async () => {
  const centre = await cases.aCentre()
  const viewer = aViewer({ at: centre })
  const colleague = aViewer({ at: centre })
  const named = async (givenNames: string, options: object) =>
    aCase(database, { centre, client: await aClient(database, { centre, givenNames, familyName: 'X' }), ...options })
  await named('mine', { adviser: viewer, stage: 'BUDGET', tags: ['rent'] })
  await named('theirs', { adviser: colleague, type: 'INSOLVENCY', priority: 'HIGH' })
  const nobodys = await named('nobodys', { stage: 'ENQUIRY' })
  await named('closed', { adviser: viewer, stage: 'CLOSED' })
  await named('held', { adviser: viewer, stage: 'ON_HOLD' })
  await aNote(database, { on: nobodys, followUpOn: day(0) })
  await cases.command(viewer, 'recordEmergency', { caseId: nobodys.id, kind: 'NO_FOOD_OR_FUEL' })
  const found = async (filter: object) =>
    (await names(viewer, { filter, orderBy: 'CLIENT_NAME' })).map((name) => name.split(' ')[0])

  expect(await found({ mine: true })).toEqual(['closed', 'held', 'mine'])
  expect(await found({ mine: true, open: true })).toEqual(['held', 'mine'])
  expect(await found({ open: false })).toEqual(['closed'])
  expect(await found({ adviserId: colleague.sub })).toEqual(['theirs'])
  expect(await found({ adviserId: 'no id' })).toEqual([])
  expect(await found({ unassigned: true })).toEqual(['nobodys'])
  expect(await found({ stages: ['BUDGET', 'ENQUIRY'] })).toEqual(['mine', 'nobodys'])
  expect(await found({ types: ['INSOLVENCY'] })).toEqual(['theirs'])
  expect(await found({ priorities: ['HIGH', 'URGENT'] })).toEqual(['theirs'])
  expect(await found({ tag: ' RENT ' })).toEqual(['mine'])
  expect(await found({ tag: 'ren' })).toEqual([])
  expect(await found({ followUpDueBy: day(0) })).toEqual(['nobodys'])
  expect(await found({ followUpDueBy: day(-1) })).toEqual([])
  expect(await found({ hasEmergency: true })).toEqual(['nobodys'])
  expect(await found({ centreId: centre.id })).toHaveLength(5)
  expect(await found({ centreId: (await cases.aCentre()).id })).toEqual([])
  expect((await page(viewer, { filter: { mine: true }, first: 1 })).totalCount).toBe(3)
})

test('a cursor of another order, or of nowhere, is refused', async () => {
  const centre = await cases.aCentre()
  const viewer = aViewer({ at: centre })
  await aCase(database, { centre })
  const { pageInfo } = await page(viewer, {})
  const broken = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url')
  for (const variables of [
    { after: pageInfo.endCursor, orderBy: 'CLIENT_NAME' },
    { after: 'x' },
    { after: broken(['MOST_URGENT', "1'; drop table", 'x']) },
    { after: broken(['OPENED_NEWEST', 'yesterday', viewer.sub]), orderBy: 'OPENED_NEWEST' },
    { first: 0 },
    { first: 101 },
  ]) {
    const { errors } = await cases.as(viewer).send(list, { first: 10, orderBy: 'MOST_URGENT', ...variables })
    expect([variables, errors?.[0]?.extensions?.code]).toEqual([variables, 'BAD_USER_INPUT'])
  }
})

test('cursors hold no name', async () => {
  const centre = await cases.aCentre()
  await aCase(database, { centre, client: await aClient(database, { centre, familyName: 'Zimmermann' }) })
  const { pageInfo } = await page(aViewer({ at: centre }), { orderBy: 'CLIENT_NAME' })
  expect(Buffer.from(pageInfo.endCursor!, 'base64url').toString().toLowerCase()).not.toContain('zimmermann')
})
