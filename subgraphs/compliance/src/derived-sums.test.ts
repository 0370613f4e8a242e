import { newId } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDone } from './rules/item-state.ts'
import { totalsOf, type CountedItem } from './rules/totals.ts'
import { aCompliance, command, type MutationName, type OpenedCase } from './testing/a-compliance.ts'

// Whatever people do in whatever order, the sums that a checklist carries are those that its items add up to, before and after the engine looks.

const stack = fileStack()
const { someone, openCase, database, settled, tell } = stack.use(await aCompliance())
const people = {
  adviser: someone(['ADVISER']),
  other: someone(['ADVISER']),
  supervisor: someone(['SUPERVISOR']),
  officer: someone(['COMPLIANCE_OFFICER']),
}
const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)

const step = fc.record({
  who: fc.constantFrom(...(Object.keys(people) as Array<keyof typeof people>)),
  name: fc.constantFrom<MutationName>(
    'recordEvidence',
    'recordEvidence',
    'withdrawEvidence',
    'startItem',
    'markNotApplicable',
    'signOffItem',
    'failItem',
    'waiveItem',
    'reopenItem',
  ),
  code: fc.constantFrom('C8-01', 'C8-04', 'C8-05', 'C8-12', 'C8-15'),
  joint: fc.option(fc.boolean(), { freq: 8 }),
})

test('the sums of a checklist are those of its items', { timeout: 120_000 }, async () => {
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      const work = await openCase({ joint: true })
      for (const { who, name, code, joint } of steps) {
        if (joint !== null) await tell(work.updated({ joint }))
        const answer = await command(name, people[who], await inputOf(name, work, code))
        if (answer.__typename !== 'Refused') done += 1
        await expectSumsToHold(work)
      }
      await settled()
      await expectSumsToHold(work)
    }),
    { numRuns: 12 },
  )
  expect(done).toBeGreaterThan(20) // not all were refused
})

async function inputOf(name: MutationName, work: OpenedCase, code: string): Promise<object> {
  const item = work.item(code)
  if (name === 'withdrawEvidence') {
    const [row] = await database.query<{ id: string }>(
      `select id from compliance.evidence where case_checklist_item_id = $1 order by random()`,
      [item.itemId],
    )
    return { evidenceId: row?.id ?? newId(), reason: 'Wrong case' }
  }
  if (name === 'recordEvidence') return { ...item, kind: 'DOCUMENT', note: 'In the file' }
  if (name === 'startItem' || name === 'signOffItem') return item
  return { ...item, reason: 'Because', ...(name === 'waiveItem' && { until }) }
}

async function expectSumsToHold(work: OpenedCase): Promise<void> {
  const { caseChecklistId } = work.item('C8-01')
  // In one statement: the engine may be about to look at the case.
  const [row] = await database.query<{ kept: object; items: Array<CountedItem & { kept: boolean }> }>(
    `select json_build_object('doneWeight', c.done_weight, 'applicableWeight', c.applicable_weight, 'openItems', c.open_items, 'failedItems', c.failed_items,
       'awaitingItems', c.awaiting_items, 'begunItems', c.begun_items, 'itemsInPlay', c.items_in_play) kept,
       (select json_agg(item) from (select i.applies, r.weight, i.sign_off "signOff", i.started_at "startedAt", i.signed_off_at "signedOffAt", i.decision,
          i.due_at "dueAt", i.done kept, i.waived_until::text "waivedUntil",
          (select count(*)::int from compliance.evidence e where e.case_checklist_item_id = i.id and e.withdrawn_at is null) "evidenceCount"
        from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id where i.case_checklist_id = c.id) item) items
     from compliance.case_checklist c where c.id = $1`,
    [caseChecklistId],
  )
  const moment = (text: Date | null) => text && new Date(text)
  const items = row!.items.map((item) => ({
    ...item,
    startedAt: moment(item.startedAt),
    signedOffAt: moment(item.signedOffAt),
    dueAt: moment(item.dueAt),
  }))
  const now = new Date()
  expect(row!.kept).toEqual(totalsOf(items, now))
  for (const item of items) expect(item.kept).toBe(isDone(item, now))
}
