import { newId, viewerOf, type Role } from '@cma/runtime'
import { aCentre, aDatabase, fileStack, statementsDuring, waitUntil } from '@cma/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { createAlertFeed, type AlertFeed } from './alert-feed.ts'

const stack = fileStack()
const database = stack.use(await aDatabase())
const centre = await aCentre(database)
const viewer = (roles: Role[] = ['CENTRE_MANAGER']) =>
  viewerOf({ sub: newId(), kind: 'USER', c: { [centre.id]: roles }, n: {}, scopes: [] }, () => [])

function aFeed(options: { pollMs?: number; stallMs?: number } = {}): AlertFeed {
  const pool = new pg.Pool({ connectionString: database.urlAs('compliance_engine'), max: 3, application_name: 'feed' })
  pool.on('error', () => {})
  const feed = createAlertFeed({ pool, onError: () => {}, ...options })
  stack.defer(() => feed.close())
  return feed
}

async function raise(roles: Role[] = ['CENTRE_MANAGER']): Promise<bigint> {
  const [row] = await database.query<{ sequence: string }>(
    `with next as (select coalesce(max(sequence), 0) + 1 n from compliance.alert_feed), raised as (
       insert into compliance.alert (id, sequence, code, severity, state, dedupe_key, occurrence, centre_id, recipient_roles, to_case_adviser, raised_at, facts)
       select gen_random_uuid(), n, 'SAFEGUARDING_DISCLOSURE', 'CRITICAL', 'OPEN', gen_random_uuid()::text, 1, $1, $2, false, now(), '{}' from next returning id, sequence)
     insert into compliance.alert_feed (sequence, alert_id, centre_id, to_roles, to_case_adviser, told_roles, told_case_adviser, at)
     select sequence, id, $1, $2, false, '{}', false, now() from raised returning sequence`,
    [centre.id, roles],
  )
  return BigInt(row!.sequence)
}

test('an unsubscribe ends a waiting subscriber at once', async () => {
  const followed = await aFeed().follow(viewer(), undefined)
  const pending = followed.next()
  await followed.return!()
  expect(await pending).toEqual({ done: true, value: undefined })
  expect(await followed.next()).toEqual({ done: true, value: undefined })
})

test('a lost nudge costs a poll, not an alert', async () => {
  const feed = aFeed({ pollMs: 30 })
  const followed = await feed.follow(viewer(), undefined)
  const sequence = await raise()
  expect((await followed.next()).value).toMatchObject({ sequence })
})

test('each new alert is read once for all subscribers', async () => {
  const feed = aFeed({ pollMs: 3_600_000 })
  const followers = await Promise.all(Array.from({ length: 50 }, () => feed.follow(viewer(), undefined)))
  const pending = followers.map((followed) => followed.next())
  await new Promise((resolve) => setImmediate(resolve))
  const sequence = await raise()
  const { answer, statements } = await statementsDuring(
    () => {
      feed.look()
      return Promise.all(pending)
    },
    { role: 'compliance_engine' },
  )
  expect(answer.map(({ value }) => value.sequence)).toEqual(followers.map(() => sequence))
  expect(statements.length).toBeLessThanOrEqual(3)
})

test('a subscriber that does not keep up is closed with a code, loses nothing by it, and holds nobody else up', async () => {
  const feed = aFeed({ pollMs: 3_600_000, stallMs: 50 })
  const [slow, quick] = [await feed.follow(viewer(), undefined), await feed.follow(viewer(), undefined)]
  const first = await raise()
  feed.look()
  expect((await quick.next()).value).toMatchObject({ sequence: first })
  expect((await slow.next()).value).toMatchObject({ sequence: first })
  const later = [await raise(), await raise()]
  feed.look()
  for (const sequence of later) expect((await quick.next()).value).toMatchObject({ sequence })
  const reason = await waitUntil('it is closed', async () => {
    await new Promise((resolve) => setTimeout(resolve, 100)) // it asks for nothing meanwhile: that is what is tried
    return slow.next().then(
      () => undefined,
      (error: { extensions: { code: string } }) => error.extensions.code,
    )
  })
  expect(reason).toBe('X_TOO_SLOW')
  const resumed = await feed.follow(viewer(), first)
  for (const sequence of later) expect((await resumed.next()).value).toMatchObject({ sequence })
})

test('asking several times at once gives the next ones in order', async () => {
  const feed = aFeed({ pollMs: 20 })
  const followed = await feed.follow(viewer(), undefined)
  const answers = [followed.next(), followed.next(), followed.next()]
  const sequences = [await raise(), await raise(), await raise()]
  expect((await Promise.all(answers)).map(({ value }) => value.sequence)).toEqual(sequences)
})

test('what is for others is passed over, without a gap for oneself', async () => {
  const feed = aFeed({ pollMs: 20 })
  const followed = await feed.follow(viewer(['SAFEGUARDING_LEAD']), undefined)
  await raise()
  const own = await raise(['SAFEGUARDING_LEAD'])
  await raise()
  const next = await raise(['SAFEGUARDING_LEAD', 'CENTRE_MANAGER'])
  expect([(await followed.next()).value.sequence, (await followed.next()).value.sequence]).toEqual([own, next])
})

test('two who join while others leave and alerts come miss none', async () => {
  const feed = aFeed({ pollMs: 20 })
  const leaving = await feed.follow(viewer(), undefined)
  const joining = feed.follow(viewer(), undefined)
  await leaving.return!()
  const followed = await joining
  const sequences: bigint[] = []
  for (let count = 0; count < 5; count++) {
    sequences.push(await raise())
    const brief = await feed.follow(viewer(), undefined)
    await brief.return!()
  }
  const got: bigint[] = []
  while (got.length < 5) got.push((await followed.next()).value.sequence)
  expect(got).toEqual(sequences)
})

test('a database that is away now and then ends no subscription and costs no alert', async () => {
  const feed = aFeed({ pollMs: 10 })
  const followed = await feed.follow(viewer(), undefined)
  const [raised, got]: [bigint[], bigint[]] = [[], []]
  const following = (async () => {
    while (got.length < 30) got.push((await followed.next()).value.sequence)
  })()
  for (let count = 0; count < 30; count++) {
    raised.push(await raise())
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'feed' and datname = current_database()`,
    )
  }
  await following
  expect(got).toEqual(raised)
})
