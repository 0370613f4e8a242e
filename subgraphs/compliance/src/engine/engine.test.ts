import { aCentre, fileStack, startSubgraph } from '@cma/testing'
import { expect, test } from 'vitest'
import { subgraph } from '../subgraph.ts'
import { aLedger } from '../testing/a-ledger.ts'
import { casework } from '../testing/casework.ts'

const stack = fileStack()

test('a case that is opened gets the checklists in force, with clocks', async () => {
  const compliance = stack.use(await startSubgraph(subgraph))
  const { database, services } = compliance
  const ledger = aLedger(database, services.nudges)
  const centre = await aCentre(database)
  const work = casework(centre)
  await ledger.append(work.opened())
  await ledger.taken()
  const items = await database.query('select r.code, i.due_at, i.applies from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id where i.case_id = $1 order by 1', [work.caseId])
  expect(items.filter((item) => item['applies'])).toHaveLength(18)
})
