import { createLogger, sealedChannel } from '@cma/runtime'
import { createMemoryNudges, type Nudges } from '@cma/runtime/nudges'
import { aCentre, aDatabase, manualClock, waitUntil, type TestDatabase } from '@cma/testing'
import { startEngine } from '../engine/engine.ts'
import type { AlertCode, AlertSeverity, AlertState } from '../generated/graphql.ts'
import { aLedger, type TestEvent } from './a-ledger.ts'

export type AlertSeen = {
  id: string
  code: AlertCode
  severity: AlertSeverity
  state: AlertState
  item: string | null
  dueAt: string | null
  roles: string[]
  toCaseAdviser: boolean
  sequence: number
}

/** A running engine over a database of its own, with a clock that stands still. */
export async function anEngine({ at, database: given }: { at: string; database?: TestDatabase }) {
  const stack = new AsyncDisposableStack()
  const database = given ?? stack.use(await aDatabase())
  const nudges: Nudges = createMemoryNudges()
  const clock = manualClock(at)
  const engine = await startEngine({
    databaseUrl: database.urlAs('compliance_engine'),
    nudges,
    clock,
    logger: createLogger({ name: 'test', level: 'error' }),
    rescanMs: 0,
  })
  stack.defer(() => engine.stop())
  const ledger = aLedger(database, nudges)
  return {
    database,
    clock,
    engine,
    centre: await aCentre(database),
    /** Events of other domains, taken. */
    async tell(...events: TestEvent[]) {
      await ledger.append(...events)
      await ledger.taken()
    },
    /** Moves the clock, and waits until what the new time brings has been looked at. */
    async passTo(moment: string) {
      clock.set(moment)
      nudges.publish(sealedChannel) // with rescanMs 0, each nudge is also a look at the clock
      await waitUntil(
        'the engine has looked',
        async () => {
          const [row] = await database.query<{ waiting: number }>(
            `select count(*)::int waiting from compliance.case_fact where wakes_at <= $1`,
            [moment],
          )
          const [late] = await database.query<{ waiting: number }>(
            `select count(*)::int waiting from compliance.alert where (escalates_at <= $1 and state <> 'RESOLVED')
             or (next_rung_at <= $1 and state in ('OPEN', 'ESCALATED')) or snoozed_until <= $1`,
            [moment],
          )
          const [matters] = await database.query<{ waiting: number }>(
            `select count(*)::int waiting from compliance.matter_fact where wakes_at <= $1`,
            [moment],
          )
          return row!.waiting === 0 && late!.waiting === 0 && matters!.waiting === 0
        },
        { deadlineMs: 20_000 },
      )
    },
    alerts: (caseId: string) => alertsOf(database, caseId),
    /** Alerts of a matter, each as `CODE SEVERITY state`, the oldest first. */
    async alertsOf(matterId: string) {
      const rows = await database.query<{ line: string }>(
        `select code || ' ' || severity || ' ' || lower(state) line from compliance.alert where matter_id = $1 order by raised_at, code`,
        [matterId],
      )
      return rows.map(({ line }) => line)
    },
    /** The alerts of a matter that are open. */
    async openAlertsOf(matterId: string) {
      const rows = await database.query<{ line: string }>(
        `select code || ' ' || severity line from compliance.alert where matter_id = $1 and state not in ('RESOLVED', 'EXPIRED') order by code`,
        [matterId],
      )
      return rows.map(({ line }) => line)
    },
    /** Clocks of a matter by code: how they stand, and until when. */
    async clocks(matterId: string) {
      const rows = await database.query<{ code: string; state: string; due: string | null }>(
        `select code, state, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') due
         from compliance.matter_clock where matter_id = $1 and state <> 'MOVED'`,
        [matterId],
      )
      return Object.fromEntries(rows.map(({ code, state, due }) => [code, due === null ? state : `${state} ${due}`]))
    },
    dueAt: (caseId: string) => dueDatesOf(database, caseId),
    evidence: (caseId: string, code: string) => aPieceOfEvidence(database, { caseId, code, at: clock.now() }),
    seal: ledger.seal,
    taken: ledger.taken,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function alertsOf(database: TestDatabase, caseId: string): Promise<AlertSeen[]> {
  return database.query<AlertSeen>(
    `select a.id, a.code, a.severity, a.state, a.facts ->> 'item' item, to_char(a.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') "dueAt",
       a.recipient_roles roles, a.to_case_adviser "toCaseAdviser", a.sequence::int sequence
     from compliance.alert a where a.case_id = $1 order by a.sequence`,
    [caseId],
  )
}

async function dueDatesOf(database: TestDatabase, caseId: string): Promise<Record<string, string>> {
  const rows = await database.query<{ code: string; due: string }>(
    `select r.code, to_char(i.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') due
     from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id
     where i.case_id = $1 and i.due_at is not null and i.applies order by r.code`,
    [caseId],
  )
  return Object.fromEntries(rows.map(({ code, due }) => [code, due]))
}

/** Evidence as a command leaves it behind, its ledger event besides; for tests of what the engine makes of it. */
async function aPieceOfEvidence(
  database: TestDatabase,
  { caseId, code, at }: { caseId: string; code: string; at: Date },
): Promise<void> {
  await database.query(
    `update compliance.case_checklist_item i set evidence_count = evidence_count + 1, done = true, done_at = $3
     from compliance.checklist_item r where r.id = i.item_id and i.case_id = $1 and r.code = $2`,
    [caseId, code, at],
  )
}
