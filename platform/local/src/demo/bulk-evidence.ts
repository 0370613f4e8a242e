import type { FactStore } from '@cma/compliance/engine/project-event'
import { project } from '@cma/compliance/engine/project-event'
import { workOutCases, type WorkedOut } from '@cma/compliance/engine/work-out-cases'
import { holidaysOf } from '@cma/compliance/reference/holidays'
import { readReferenceData } from '@cma/compliance/reference/read-reference-data'
import { stageRank } from '@cma/compliance/rules/stages'
import { newId } from '@cma/runtime'
import type pg from 'pg'
import type { CaseRows, Row } from './bulk-cases.ts'

// What advisers have recorded on the cases of a bulk, so that they stand as cases do: nearly everything behind them is done, a few
// per cent is late. Checklists, clocks and sums are compliance's own work, with its own code; alerts are left to its engine.

/** An item without which a case would not have come to where it is always has evidence; of what is due, this share has none. */
const lateShare = 0.025
/** Of the present stage's items that are not due yet. */
const earlyShare = 0.4
/** Evidence starts the clock of items that follow it. */
const rounds = 4
const hourMs = 3_600_000

type Item = WorkedOut['evaluation']['items'][number]
type Recorded = {
  item: Item
  one: CaseRows
  id: string
  at: Date
  signedOffAt: Date | null
  signedOffBy: string | null
}
export type Holidays = Awaited<ReturnType<typeof bankHolidaysOfCompliance>>

export async function bankHolidaysOfCompliance() {
  return holidaysOf((await readReferenceData()).bankHolidays)
}

/** Records evidence on a batch whose rows have just been inserted, in the same transaction. */
export async function recordEvidenceInBulk(client: pg.Client, batch: CaseRows[], holidays: Holidays): Promise<void> {
  const now = new Date()
  const facts = factsOf(batch, holidays)
  const byId = new Map(batch.map((one) => [one.caseId, one]))
  const decided = new Set<string>()
  const recorded: Recorded[] = []
  await client.query('set local search_path = compliance, public')
  let workedOut = await workOutCases(client, facts, { now, holidays })
  for (let round = 0; round < rounds; round += 1) {
    const fresh = workedOut.flatMap(({ picture, evaluation }) => {
      const one = byId.get(picture.fact.caseId)!
      const here = stageRank(picture.fact.mainStage) ?? 0
      const anchors = facts.anchors.get(one.caseId)!
      return evaluation.items
        .filter(
          (item) =>
            item.applies && !item.done && item.evidenceCount === 0 && isWorkedOn(item, { one, here, now, decided }),
        )
        .map((item) => evidenceOf(item, { one, anchors, now }))
    })
    if (fresh.length === 0) break
    await insertEvidence(client, fresh)
    recorded.push(...fresh)
    workedOut = await workOutCases(client, facts, { now, holidays })
  }
  await insertEvents(client, recorded, workedOut)
  await client.query('set local search_path to default')
}

/** The facts that the engine will have of these cases, from the same events. */
function factsOf(batch: CaseRows[], holidays: Holidays): FactStore {
  const store: FactStore = { cases: new Map(), anchors: new Map(), appointments: new Map() }
  for (const row of batch.flatMap(({ tables }) => tables['audit.event'])) {
    const event = {
      sequence: 0n,
      id: row['id'] as string,
      occurredAt: row['occurred_at'] as Date,
      centreId: row['centre_id'] as string,
      action: row['action'] as string,
      facts: row['facts'] as Record<string, unknown>,
    }
    if (!project(event, store, holidays))
      throw new Error(`Compliance does not take ${event.action} as the bulk tells it`)
  }
  return store
}

type Deciding = { one: CaseRows; here: number; now: Date; decided: Set<string> }

/** Whether somebody has seen to an item by now. Decided once before it is due and once after: who has not, has time, or is late. */
function isWorkedOn(item: Item, { one, here, now, decided }: Deciding): boolean {
  const rank = item.stage === null ? undefined : stageRank(item.stage)
  const behind = rank !== undefined && rank < here
  if (behind && item.mandatory) return true
  const due = behind || (item.dueAt !== null && item.dueAt < now)
  if (!due && rank !== here) return false
  const decision = `${item.id} ${due ? 'DUE' : 'EARLY'}`
  if (decided.has(decision)) return false
  decided.add(decision)
  const chance = one.faker.number.float()
  return due ? chance >= lateShare : chance < earlyShare
}

/** Between the beginning of the item's stage and the day on which it is due. */
function evidenceOf(
  item: Item,
  { one, anchors, now }: { one: CaseRows; anchors: Map<string, Date>; now: Date },
): Recorded {
  const from = (anchors.get(`STAGE_ENTERED:${item.stage ?? ''}`) ?? one.openedAt).getTime()
  const until = Math.min(now.getTime() - hourMs, Math.max(from, item.dueAt?.getTime() ?? from + 48 * hourMs))
  const at = new Date(until - one.faker.number.float({ min: 0.05, max: 0.6 }) * Math.max(0, until - from))
  const second = item.signOff === 'SUPERVISOR' ? one.team.supervisors : one.team.advisers
  const signedOffBy = item.signOff === 'SELF' ? undefined : second.find((id) => id !== one.adviserId)
  return {
    item,
    one,
    id: newId(),
    at,
    signedOffAt: signedOffBy === undefined ? null : new Date(Math.min(at.getTime() + hourMs, now.getTime())),
    signedOffBy: signedOffBy ?? null,
  }
}

async function insertEvidence(client: pg.Client, recorded: Recorded[]): Promise<void> {
  const rows = recorded.map(({ item, one, id, at, signedOffAt, signedOffBy }) => ({
    id,
    item: item.id,
    caseId: one.caseId,
    centreId: one.team.centreId,
    by: one.adviserId,
    at,
    signedOffAt,
    signedOffBy,
    doneAt: item.signOff === 'SELF' ? at : signedOffAt,
  }))
  const shape = `jsonb_to_recordset($1::jsonb) as n(id uuid, item uuid, "caseId" uuid, "centreId" uuid, by uuid, at timestamptz,
    "signedOffAt" timestamptz, "signedOffBy" uuid, "doneAt" timestamptz)`
  await client.query(
    `insert into evidence (id, case_checklist_item_id, case_id, centre_id, kind, note, recorded_at, recorded_by)
     select n.id, n.item, n."caseId", n."centreId", r.evidence_kinds[1], 'On the case file.', n.at, n.by
     from ${shape} join case_checklist_item i on i.id = n.item join checklist_item r on r.id = i.item_id`,
    [JSON.stringify(rows)],
  )
  await client.query(
    `update case_checklist_item i set evidence_count = 1, started_at = n.at, started_by = n.by, signed_off_at = n."signedOffAt",
       signed_off_by = n."signedOffBy", done = n."doneAt" is not null, done_at = n."doneAt"
     from ${shape} where i.id = n.item`,
    [JSON.stringify(rows)],
  )
}

/** As the commands would have recorded them, one after the other. */
async function insertEvents(client: pg.Client, recorded: Recorded[], workedOut: WorkedOut[]): Promise<void> {
  const kinds = new Map(
    (
      await client.query<{ id: string; kind: string }>('select id, kind from evidence where id = any($1)', [
        recorded.map(({ id }) => id),
      ])
    ).rows.map(({ id, kind }) => [id, kind]),
  )
  const totals = new Map(workedOut.flatMap(({ evaluation }) => [...evaluation.totals]))
  const doneWeights = new Map<string, number>()
  const events = recorded
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .flatMap(({ item, one, id, at, signedOffAt, signedOffBy }): Row[] => {
      const list = item.caseChecklistId
      const before = doneWeights.get(list) ?? 0
      const isDone = item.signOff === 'SELF' || signedOffAt !== null
      doneWeights.set(list, before + (isDone ? item.weight : 0))
      const event = (action: string, when: Date, by: string, doneWeight: number, more: Row = {}): Row => ({
        id: newId(),
        occurred_at: when,
        actor_kind: 'USER',
        actor_id: by,
        centre_id: one.team.centreId,
        action,
        entities: [
          { type: 'Case', id: one.caseId },
          { type: 'CaseChecklist', id: list },
          { type: 'CaseChecklistItem', id: item.id },
        ],
        facts: {
          caseId: one.caseId,
          caseChecklistId: list,
          itemId: item.id,
          code: item.code,
          doneWeight,
          applicableWeight: totals.get(list)?.applicableWeight ?? 0,
          ...more,
        },
      })
      const afterwards = doneWeights.get(list)!
      const evidence = { evidenceId: id, kind: kinds.get(id)!, documentId: null }
      return [
        event('compliance.evidence.recorded', at, one.adviserId, signedOffAt ? before : afterwards, evidence),
        ...(signedOffAt === null ? [] : [event('compliance.item.signed_off', signedOffAt, signedOffBy!, afterwards)]),
      ]
    })
  const columns = 'id, occurred_at, actor_kind, actor_id, centre_id, action, entities, facts'
  await client.query(
    `insert into audit.event (${columns}) select ${columns} from jsonb_populate_recordset(null::audit.event, $1::jsonb)`,
    [JSON.stringify(events)],
  )
}
