import { layInReferenceData } from '@cma/compliance/reference/lay-in-reference-data'
import { readReferenceData } from '@cma/compliance/reference/read-reference-data'
import { newId } from '@cma/runtime'
import { aDatabase } from './database.ts'
import { fileStack } from './disposal.ts'
import { aCentre } from './viewers.ts'
import pg from 'pg'
import { expect, test } from 'vitest'
import { caseRows, insertRows, type Workplace } from '@cma/local/demo/bulk-cases'
import { bankHolidaysOfCompliance } from '@cma/local/demo/bulk-evidence'
import { fictionalClient, seededFaker } from '@cma/local/demo/fictional-client'

const stack = fileStack()
const database = stack.use(await aDatabase())

test('cases of the bulk have the evidence that their stage asks for, sums that fit it, and an event for each piece', async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  stack.defer(() => client.end())
  await client.query('set search_path = compliance, public')
  await layInReferenceData(client, await readReferenceData())
  await client.query('reset search_path')
  const { id: centreId } = await aCentre(database)
  const workplace: Workplace = { centreId, centre: 'NORTH', advisers: [newId(), newId()], supervisors: [newId()] }
  const batch = Array.from({ length: 60 }, (_, seed) => {
    const faker = seededFaker(seed)
    return caseRows({ client: fictionalClient(faker, 'NORTH'), workplace, faker })
  })
  await insertRows(client, batch, await bankHolidaysOfCompliance())

  const [items] = await database.query<Record<'done' | 'unproven' | 'due' | 'late' | 'skipped', number>>(
    `select count(*) filter (where i.done)::int done, count(*) filter (where i.done and i.evidence_count = 0)::int unproven,
       count(*) filter (where i.due_at < now())::int due, count(*) filter (where i.due_at < now() and not i.done)::int late,
       count(*) filter (where r.mandatory and not i.done and c.stage = 'CLOSED' and r.stage <> 'CLOSED' and r.stage is not null)::int skipped
     from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id
     join cases.case_file c on c.id = i.case_id where i.applies`,
  )
  expect(items).toMatchObject({ unproven: 0, skipped: 0 })
  expect(items!.done).toBeGreaterThan(300)
  expect(items!.due).toBeGreaterThan(50)
  expect(items!.late / items!.due).toBeLessThan(0.1)
  const wrong = await database.query(
    `select c.id from compliance.case_checklist c
     join compliance.case_checklist_item i on i.case_checklist_id = c.id join compliance.checklist_item r on r.id = i.item_id
     group by c.id having c.done_weight <> coalesce(sum(r.weight) filter (where i.done and i.applies), 0)
       or c.applicable_weight <> coalesce(sum(r.weight) filter (where i.applies), 0)`,
  )
  expect(wrong).toEqual([])
  const [counts] = await database.query<{ evidence: number; events: number; future: number }>(
    `select (select count(*)::int from compliance.evidence) evidence,
       (select count(*)::int from audit.event where action = 'compliance.evidence.recorded') events,
       (select count(*)::int from audit.event where occurred_at > now()) future`,
  )
  expect(counts!.events).toBe(counts!.evidence)
  expect(counts!.future).toBe(0)
})
