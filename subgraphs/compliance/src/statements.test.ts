import { fileStack, statementsDuring } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance, command, type OpenedCase } from './testing/a-compliance.ts'

const stack = fileStack()
const { someone, openCase, settled } = stack.use(await aCompliance())
const supervisor = someone(['SUPERVISOR'])
const entities = (fields: string) =>
  `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Case { ${fields} } } }`
const cases = (ids: string[]) => ids.map((id) => ({ __typename: 'Case', id }))
const summary = `compliance { completionPercentage status overdueItems openItems blockingItems nextDeadline { code text force overdue dueAt } updatedAt }`

test('the number of statements does not grow with the number of cases', { timeout: 180_000 }, async () => {
  const works: OpenedCase[] = []
  // Late, and nobody's: each has an alert, which is for the supervisor.
  for (let index = 0; index < 50; index++) works.push(await openCase({ at: '2026-01-05T09:00:00Z', adviserId: null }))
  await command('recordEvidence', supervisor, { ...works[0]!.item('C8-02'), kind: 'NOTE', note: 'Lives in Leeds' })
  await settled()
  const fields = `${summary} alerts { id title allowed item { code } history { kind } } stageGate(to: CLOSED) { open blockers { code } }
    checklists { name status completionPercentage newerVersion { version } framework { name version } items { code state holdsUpStage allowed evidence { kind recordedBy { id } } withdrawnEvidence { id } } }`
  const count = async (ids: string[]) =>
    (await statementsDuring(() => supervisor.ask(entities(fields), { refs: cases(ids) }), { role: 'compliance_app' }))
      .statements.length
  type Answer = { _entities: Array<{ alerts: unknown[] }> }
  const { _entities: all } = await supervisor.ask<Answer>(entities(`alerts { id }`), {
    refs: cases(works.map(({ caseId }) => caseId)),
  })
  expect(all.every(({ alerts }) => alerts.length === 1)).toBe(true)
  const two = await count(works.slice(0, 2).map(({ caseId }) => caseId))
  const fifty = await count(works.map(({ caseId }) => caseId))
  expect(fifty).toBe(two)
  expect(fifty).toBeLessThanOrEqual(20)
  expect(fifty).toBeGreaterThan(5) // it counted something
  const list = await statementsDuring(
    () =>
      supervisor.ask(entities(`compliance { completionPercentage status overdueItems }`), {
        refs: cases(works.map(({ caseId }) => caseId)),
      }),
    { role: 'compliance_app' },
  )
  expect(list.statements).toHaveLength(1)
})
