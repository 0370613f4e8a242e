import { newId, sealedChannel, createLogger, systemClock } from '@cma/runtime'
import { createMemoryNudges } from '@cma/runtime/nudges'
import { aCentre, aDatabase, fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { aLedger } from '../testing/a-ledger.ts'
import { casework } from '../testing/casework.ts'
import { startEngine } from './engine.ts'

const stack = fileStack()
const logger = createLogger({ name: 'test', level: 'silent' })

async function twoEngines() {
  const database = stack.use(await aDatabase())
  const nudges = createMemoryNudges()
  const start = () =>
    startEngine({
      databaseUrl: database.urlAs('compliance_engine'),
      nudges,
      clock: systemClock,
      logger,
      pollMs: 25,
      rescanMs: 50,
    })
  const engines = [await start(), await start()]
  stack.defer(async () => void (await Promise.all(engines.map((engine) => engine.stop()))))
  return { database, nudges, engines, ledger: aLedger(database, nudges), centre: await aCentre(database) }
}

const feedOf = (database: { query: <Row extends Record<string, unknown>>(sql: string) => Promise<Row[]> }) =>
  database.query<{ sequence: string; note: string }>(
    `select e.sequence, a.note_id note from compliance.alert_feed e join compliance.alert a on a.id = e.alert_id order by e.sequence`,
  )

test('one engine works at a time, and another takes over when it stops', async () => {
  const { engines, ledger, centre, database } = await twoEngines()
  const active = await waitUntil('an engine is at work', () => engines.find((engine) => engine.isActive()))
  expect(engines.filter((engine) => engine.isActive())).toHaveLength(1)
  await active.stop()
  const other = engines.find((engine) => engine !== active)!
  await waitUntil('the other has taken over', () => other.isActive())
  await ledger.append(casework(centre).noted('SAFEGUARDING'))
  await ledger.taken()
  expect(await feedOf(database)).toHaveLength(1)
})

test(
  'every event is taken exactly once although the engine at work is killed in the middle, again and again',
  { timeout: 60_000 },
  async () => {
    const { database, nudges, ledger, centre } = await twoEngines()
    const noteIds = Array.from({ length: 300 }, () => newId())
    const cases = Array.from({ length: 20 }, () => casework(centre))
    let kills = 0
    let writing = true
    // The end of a killed process is the end of its connection, in the middle of whatever transaction it had open.
    const killing = (async () => {
      while (writing) {
        const killed = await database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'compliance-engine' and state <> 'idle'`,
        )
        kills += killed.length
      }
    })()
    await ledger.append(...cases.map((work) => work.opened()))
    for (let at = 0; at < noteIds.length; at += 10) {
      await ledger.append(
        ...noteIds
          .slice(at, at + 10)
          .map((noteId, index) => cases[(at + index) % cases.length]!.noted('SAFEGUARDING', { noteId })),
      )
    }
    await waitUntil('some were killed', () => kills >= 5, { deadlineMs: 20_000 })
    writing = false
    await killing
    nudges.publish(sealedChannel)
    await waitUntil('the ledger is taken', () => ledger.taken().then(() => true), { deadlineMs: 30_000 })

    const feed = await feedOf(database)
    expect(feed.map(({ note }) => note)).toEqual(noteIds) // each once, in the order of the ledger
    expect(feed.map(({ sequence }) => Number(sequence))).toEqual(noteIds.map((_, index) => index + 1)) // gapless
    const [counts] = await database.query(
      `select (select count(*)::int from compliance.case_checklist) checklists, (select count(*)::int from compliance.case_checklist_item) items,
       (select count(*)::int from audit.event where action = 'compliance.alert.raised') recorded`,
    )
    expect(counts).toEqual({ checklists: 40, items: 20 * 19, recorded: 300 })
  },
)

test('a deadline that no job told of is found by looking', async () => {
  const { database, ledger, centre } = await twoEngines()
  const work = casework(centre)
  await ledger.append(work.opened({ at: '2026-01-05T09:00:00Z', recordedAt: new Date() }))
  await ledger.taken()
  await database.query(`delete from compliance_jobs._private_jobs`)
  await database.query(`update compliance.case_fact set wakes_at = now() - interval '1 minute' where case_id = $1`, [
    work.caseId,
  ])
  await waitUntil('the engine looked', async () => {
    const [row] = await database.query<{ waiting: boolean }>(
      `select coalesce(wakes_at <= now(), false) waiting from compliance.case_fact where case_id = $1`,
      [work.caseId],
    )
    return !row!.waiting
  })
})

test('a job alone is enough: it wakes the engine at the deadline', async () => {
  const database = stack.use(await aDatabase())
  const nudges = createMemoryNudges()
  // It looks by itself only every hour, and no nudge comes.
  const engine = await startEngine({
    databaseUrl: database.urlAs('compliance_engine'),
    nudges,
    clock: systemClock,
    logger,
    pollMs: 3_600_000,
    rescanMs: 3_600_000,
  })
  stack.defer(() => engine.stop())
  await waitUntil('the engine is at work', () => engine.isActive())
  const ledger = aLedger(database, nudges)
  const work = casework(await aCentre(database))
  await ledger.append(work.opened())
  await ledger.taken()
  const soon = new Date(Date.now() + 300)
  await database.query(
    `update compliance.case_checklist_item set due_at = $2 where case_id = $1 and due_at is not null`,
    [work.caseId, soon],
  )
  await database.query(`update compliance.case_fact set wakes_at = $2 where case_id = $1`, [work.caseId, soon])
  await database.query(
    `select compliance_jobs.add_job('wake', json_build_object('at', $2::timestamptz), run_at => $2, job_key => 'case:' || $1)`,
    [work.caseId, soon],
  )
  await waitUntil(
    'the engine looked',
    async () => {
      const [row] = await database.query<{ moved: boolean }>(
        `select wakes_at > $2 moved from compliance.case_fact where case_id = $1`,
        [work.caseId, soon],
      )
      return row!.moved
    },
    { deadlineMs: 10_000 },
  )
})
