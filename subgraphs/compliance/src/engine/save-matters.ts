import { newId } from '@cma/runtime/new-id'
import type { ClientBase } from 'pg'
import type { ClockState } from '../rules/matter-clock.ts'
import type { MatterEvaluation } from './evaluate-matter.ts'
import type { MatterFact } from './matter-picture.ts'

/** One statement, however many. */
export async function saveMatters(client: ClientBase, matters: MatterFact[]): Promise<void> {
  if (matters.length === 0) return
  await client.query(
    `insert into matter_fact (matter_id, kind, centre_id, case_id, parent_id, handler_id, anchors, facts)
     select * from jsonb_to_recordset($1::jsonb) as m("matterId" uuid, kind text, "centreId" uuid, "caseId" uuid, "parentId" uuid,
       "handlerId" uuid, anchors jsonb, facts jsonb)
     on conflict (matter_id) do update set case_id = excluded.case_id, parent_id = excluded.parent_id,
       handler_id = excluded.handler_id, anchors = excluded.anchors, facts = excluded.facts`,
    [JSON.stringify(matters)],
  )
}

/** What was raised for whoever handles a matter is from now on for whoever handles it now. One statement, however many. */
export async function passAlertsOn(client: ClientBase, matters: MatterFact[]): Promise<void> {
  if (matters.length === 0) return
  await client.query(
    `update alert a set handler_id = m."handlerId" from jsonb_to_recordset($1::jsonb) as m("matterId" uuid, "handlerId" uuid)
     where a.matter_id = m."matterId" and a.to_handler`,
    [JSON.stringify(matters.map(({ matterId, handlerId }) => ({ matterId, handlerId })))],
  )
}

type Kept = {
  id: string
  matterId: string
  code: string
  version: string
  state: ClockState
  dueAt: Date | null
  handlerId: string | null
  caseId: string | null
}

/**
 * Brings the clocks up to how they stand. A running clock whose time changed leaves a row behind that says when it would have been;
 * one that no longer counts is stopped. Three statements at most, however many matters.
 */
export async function saveClocks(client: ClientBase, evaluations: MatterEvaluation[], now: Date): Promise<void> {
  if (evaluations.length === 0) return
  const { rows: kept } = await client.query<Kept>(
    `select id, matter_id "matterId", code, version::text version, state, due_at "dueAt", handler_id "handlerId", case_id "caseId"
     from matter_clock where matter_id = any($1) and state <> 'MOVED'`,
    [evaluations.map(({ picture }) => picture.matter.matterId)],
  )
  const before = new Map(kept.map((row) => [`${row.matterId} ${row.code}`, row]))
  const standing = evaluations.flatMap(({ picture: { matter, clocks } }) =>
    [...clocks.values()].map(({ rule, state, dueAt }) => ({
      id: newId(),
      matterId: matter.matterId,
      matterKind: matter.kind,
      code: rule.code,
      version: rule.effectiveFrom,
      centreId: matter.centreId,
      caseId: matter.caseId,
      handlerId: matter.handlerId,
      force: rule.force,
      state,
      dueAt,
      was: before.get(`${matter.matterId} ${rule.code}`),
    })),
  )
  const stands = new Set(standing.flatMap(({ was }) => was?.id ?? []))
  // A pause is no move: the row goes on once the pause is over.
  const moved = standing.filter(
    ({ was, dueAt }) => was?.state === 'RUNNING' && dueAt !== null && !same(was.dueAt, dueAt),
  )
  const left = [
    ...moved.map(({ was }) => ({ id: was!.id, state: 'MOVED' })),
    ...kept
      .filter(({ id, state }) => !stands.has(id) && state !== 'STOPPED' && state !== 'MET')
      .map(({ id, state, dueAt }) => ({
        id,
        state: 'STOPPED',
        // A paused clock has no time; the moment at which it stopped stands for it.
        dueAt: state === 'PAUSED' ? now : dueAt,
      })),
  ]
  const movedIds = new Set(moved.map(({ was }) => was!.id))
  const changed = standing.filter(
    ({ was, state, dueAt, version, handlerId, caseId }) =>
      was !== undefined &&
      !movedIds.has(was.id) &&
      (was.state !== state ||
        !same(was.dueAt, dueAt) ||
        was.version !== version ||
        was.handlerId !== handlerId ||
        was.caseId !== caseId),
  )
  await updateClocks(
    client,
    [
      ...left,
      ...changed.map(({ was, state, dueAt, version, handlerId, caseId }) => ({
        id: was!.id,
        state,
        dueAt,
        version,
        handlerId,
        caseId,
      })),
    ],
    now,
  )
  await insertClocks(
    client,
    standing.filter(({ was }) => was === undefined || movedIds.has(was.id)),
    now,
  )
}

async function updateClocks(client: ClientBase, rows: object[], now: Date): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `update matter_clock c set state = n.state, since = case when c.state = n.state then c.since else $2 end,
       due_at = case when n.state = 'PAUSED' then null else coalesce(n."dueAt", c.due_at) end,
       version = coalesce(n.version, c.version), handler_id = coalesce(n."handlerId", c.handler_id), case_id = coalesce(n."caseId", c.case_id)
     from jsonb_to_recordset($1::jsonb) as n(id uuid, state text, "dueAt" timestamptz, version date, "handlerId" uuid, "caseId" uuid)
     where c.id = n.id`,
    [JSON.stringify(rows), now],
  )
}

async function insertClocks(client: ClientBase, rows: object[], now: Date): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `insert into matter_clock (id, matter_id, matter_kind, code, version, centre_id, case_id, handler_id, force, state, due_at, since)
     select *, $2::timestamptz from jsonb_to_recordset($1::jsonb) as c(id uuid, "matterId" uuid, "matterKind" text, code text, version date,
       "centreId" uuid, "caseId" uuid, "handlerId" uuid, force text, state text, "dueAt" timestamptz)`,
    [JSON.stringify(rows), now],
  )
}

function same(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime()
}
