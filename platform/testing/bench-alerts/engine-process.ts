// The ledger and the engine on one core, with a PostgreSQL of their own on the same one: this process does what the sealer's and the
// engine's processes do, so that their statements can be counted.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sealBatch } from '@cma/audit/seal'
import { startEngine } from '@cma/compliance/engine/engine'
import { scheduleCases } from '@cma/compliance/engine/schedule'
import { takeEvents } from '@cma/compliance/engine/take-events'
import { takeWriterLease } from '@cma/compliance/engine/writer-lease'
import { holidaysOf } from '@cma/compliance/reference/holidays'
import { readReferenceData } from '@cma/compliance/reference/read-reference-data'
import { insertCases } from '@cma/local/demo/bulk-load'
import { ensureKeys } from '@cma/local/keys'
import { startPostgres } from '@cma/local/postgres'
import { migrate, urlForRole } from '@cma/prisma'
import { createLogger, type Clock } from '@cma/runtime'
import { createMemoryNudges } from '@cma/runtime/nudges'
import pg from 'pg'
import { statementsDuring } from '../src/statements.ts'
import { copyOfDemo } from '../src/system.ts'
import { waitUntil } from '../src/wait-until.ts'
import { answerQuestions } from './child.ts'

export type EngineQuestion =
  | { start: true }
  /** So many cases with their history, committed and not sealed. Answers with the number of events. */
  | { load: number }
  /** As many cases as are wanting until so many are open. */
  | { fill: number }
  | { seal: true }
  | { take: true }
  /** So many open cases become due at one moment of the next day. */
  | { morning: number }
  | { stop: true }

export type Work = {
  /** Events, or cases. */
  count: number
  ms: number
  statements: number
  /** Alerts that were raised meanwhile. */
  alerts: number
}

type Stage = { superuser: pg.Client; engineUrl: string; sealerUrl: string; stack: AsyncDisposableStack }
let stage: Stage | undefined
let daysOn = 0
const dayMs = 86_400_000
const logger = createLogger({ name: 'bench', level: 'error' })
const clock: Clock = { now: () => new Date(Date.now() + daysOn * dayMs) }

answerQuestions<EngineQuestion, Work>(async (question) => {
  if ('start' in question) {
    stage = await start()
    return nothing
  }
  if (stage === undefined) throw new Error('it is not started')
  if ('load' in question) return load(stage, question.load)
  if ('fill' in question) return fill(stage, question.fill)
  if ('seal' in question) return seal(stage)
  if ('take' in question) return take(stage)
  if ('morning' in question) return morning(stage, question.morning)
  await end()
  return nothing
}, end)

async function end(): Promise<void> {
  await stage?.stack.disposeAsync()
}

const nothing: Work = { count: 0, ms: 0, statements: 0, alerts: 0 }

async function start(): Promise<Stage> {
  const stack = new AsyncDisposableStack()
  const dataDir = await copyOfDemo()
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  const { rolePasswords } = ensureKeys(dataDir)
  const { url } = stack.adopt(await startPostgres({ dataDir: join(dataDir, 'postgres') }), (server) => server.stop())
  await migrate({ superuserUrl: url, passwords: rolePasswords })
  const superuser = stack.adopt(await connected(url), (client) => client.end())
  return {
    superuser,
    engineUrl: urlForRole(url, 'compliance_engine', rolePasswords),
    sealerUrl: urlForRole(url, 'audit_sealer', rolePasswords),
    stack,
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

async function load({ superuser }: Stage, cases: number): Promise<Work> {
  const began = performance.now()
  await insertCases(superuser, cases)
  return { ...nothing, count: await unsealed(superuser), ms: performance.now() - began }
}

/** Of those that are made, some are closed. */
async function fill(stage: Stage, open: number): Promise<Work> {
  for (;;) {
    const there = await numberOf(stage.superuser, `select count(*)::int n from cases.case_file where stage <> 'CLOSED'`)
    if (there >= open) return nothing
    await load(stage, open - there)
  }
}

async function unsealed(superuser: pg.Client): Promise<number> {
  return numberOf(superuser, 'select count(*)::int n from audit.event where seq is null')
}

async function numberOf(client: pg.Client, sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await client.query<{ n: number }>(sql, values)
  return rows[0]!.n
}

/** As the sealer does: one batch after the other, until one is not full. */
async function seal({ sealerUrl }: Stage): Promise<Work> {
  const client = await connected(sealerUrl)
  try {
    return await measured('audit_sealer', async () => {
      for (let count = 0; ;) {
        const batch = await sealBatch(client)
        count += batch.count
        if (batch.count < 500) return { count, alerts: 0 }
      }
    })
  } finally {
    await client.end()
  }
}

/** As the engine does: one batch after the other, each a transaction with its cursor. */
async function take({ engineUrl }: Stage): Promise<Work> {
  const { bankHolidays } = await readReferenceData()
  const holidays = holidaysOf(bankHolidays)
  const lease = await takeWriterLease(engineUrl)
  if (lease === undefined) throw new Error('another engine is at work')
  try {
    return await measured('compliance_engine', async () => {
      for (let count = 0, alerts = 0; ;) {
        const taken = await lease.inTransaction((client) =>
          takeEvents(client, { moment: { now: clock.now(), holidays }, logger }),
        )
        count += taken.events
        alerts += taken.alerts
        if (taken.events === 0) return { count, alerts }
      }
    })
  } finally {
    await lease.release()
  }
}

/** The engine itself, with its deadline worker: as many jobs fall due at one moment as there are cases. */
async function morning(stage: Stage, cases: number): Promise<Work> {
  const { superuser, engineUrl } = stage
  const engine = await startEngine({
    databaseUrl: engineUrl,
    nudges: createMemoryNudges(),
    clock,
    logger,
    rescanMs: 3_600_000, // the jobs alone bring it about
  })
  const client = await connected(engineUrl)
  try {
    await waitUntil('the engine to be at work', () => engine.isActive(), { deadlineMs: 60_000 })
    await waitUntil('the engine to have looked at what is due already', () => allLookedAt(superuser, clock.now()), {
      deadlineMs: 300_000,
    })
    await wait(1_500)
    daysOn += 1
    const { rows } = await client.query<{ caseId: string }>(
      `select case_id "caseId" from case_fact where stage <> 'CLOSED' order by case_id limit $1`,
      [cases],
    )
    if (rows.length < cases) throw new Error(`there are ${rows.length} open cases, not ${cases}`)
    const due = await fallDue(stage, client, rows)
    const alerts = await numberOf(superuser, 'select count(*)::int n from compliance.alert')
    await wait(due.getTime() - Date.now())
    const work = await measured('compliance_engine', async () => {
      // Seldom: it is asked on the core that is measured.
      while (!(await allLookedAt(superuser, due))) await wait(200)
      return { count: cases, alerts: 0 }
    })
    return { ...work, alerts: (await numberOf(superuser, 'select count(*)::int n from compliance.alert')) - alerts }
  } finally {
    await client.end()
    await engine.stop()
  }
}

/** Gives all the same moment as their next. On a machine so slow that it passes before all wait for it, a later one. */
async function fallDue({ superuser }: Stage, client: pg.Client, cases: { caseId: string }[]): Promise<Date> {
  for (let leadMs = 2_000 + cases.length; ; leadMs *= 2) {
    const due = new Date(Date.now() + leadMs)
    await scheduleCases(
      client,
      cases.map(({ caseId }) => ({ caseId, wakesAt: due })),
    )
    if (due.getTime() > Date.now()) return due
    await waitUntil('what fell due too early to be looked at', () => allLookedAt(superuser, due), {
      deadlineMs: 300_000,
    })
  }
}

/** No case waits for this moment any more, and no job. */
async function allLookedAt(superuser: pg.Client, moment: Date): Promise<boolean> {
  const waiting = await numberOf(
    superuser,
    `select (exists (select from compliance.case_fact where wakes_at <= $1)
       or exists (select from compliance_jobs.jobs where run_at <= least($1, now())))::int n`,
    [moment],
  )
  return waiting === 0
}

async function measured(role: string, work: () => Promise<{ count: number; alerts: number }>): Promise<Work> {
  const began = performance.now()
  const { answer, statements } = await statementsDuring(work, { role })
  return { ...answer, ms: performance.now() - began, statements: statements.length }
}
