import { newId } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance, command } from './testing/a-compliance.ts'

// A file of its own: its second version is in force for every case that is opened after.
const stack = fileStack()
const { someone, openCase, database, settled } = stack.use(await aCompliance())
const adviser = someone(['ADVISER'])
const supervisor = someone(['SUPERVISOR'])

test('a case keeps its version until somebody adopts the one in force; evidence goes along by code', async () => {
  const work = await openCase()
  await command('recordEvidence', adviser, { ...work.item('C8-01'), kind: 'LEAFLET', note: 'Leaflet 4' })
  await aSecondVersion()
  const { caseChecklistId } = work.item('C8-01')
  const { caseChecklist: before } = await adviser.ask<{ caseChecklist: object }>(
    `query ($id: ID!) { caseChecklist(id: $id) { framework { version } newerVersion { version } } }`,
    { id: caseChecklistId },
  )
  expect(before).toEqual({ framework: { version: '1' }, newerVersion: { version: '2' } })
  expect(await command('adoptChecklistVersion', adviser, { caseChecklistId })).toMatchObject({ code: 'NOT_ALLOWED' })
  const answer = await command('adoptChecklistVersion', supervisor, { caseChecklistId })
  expect(answer.items!.map(({ code, state }) => [code, state])).toEqual([
    ['C8-01', 'EVIDENCED'],
    ['C8-99', 'NOT_STARTED'],
  ])
  expect(answer).toMatchObject({ doneWeight: 2, completionPercentage: 40 })
  expect(await command('adoptChecklistVersion', supervisor, { caseChecklistId })).toMatchObject({
    code: 'ALREADY_DONE',
  })
  await settled()
  const versionOn = async (day?: string) => {
    const { frameworks } = await adviser.ask<{ frameworks: { code: string; version: string }[] }>(
      `query ($on: Date) { frameworks(on: $on) { code version } }`,
      { on: day ?? null },
    )
    return frameworks.filter(({ code }) => code === 'CONC8').map(({ version }) => version)
  }
  expect(await versionOn()).toEqual(['2'])
  expect(await versionOn('2026-05-31')).toEqual(['1'])
  const { caseChecklist: after } = await adviser.ask<{ caseChecklist: { items: unknown[] } }>(
    `query ($id: ID!) { caseChecklist(id: $id) { framework { version } newerVersion { version } items { code } } }`,
    { id: caseChecklistId },
  )
  expect(after).toMatchObject({ framework: { version: '2' }, newerVersion: null })
  expect(after.items).toHaveLength(2)
})

/** CONC 8 in a second version, with one item kept and one new. */
async function aSecondVersion(): Promise<void> {
  const [framework, checklist] = [newId(), newId()]
  await database.query(
    `insert into compliance.framework select $1, code, '2', name, authority, source_url, '2026-06-01', null, jurisdictions, false, null, 'two' from compliance.framework where code = 'CONC8' and version = '1'`,
    [framework],
  )
  await database.query(
    `insert into compliance.checklist select $2, $1, l.code, position, l.name, level, mandatory, case_types from compliance.checklist l join compliance.framework f on f.id = l.framework_id where f.code = 'CONC8' and f.version = '1'`,
    [framework, checklist],
  )
  for (const [code, weight] of [
    ['C8-01', 2],
    ['C8-99', 3],
  ] as const) {
    await database.query(
      `insert into compliance.checklist_item (id, checklist_id, code, position, text, rule_reference, force, mandatory, weight, joint_only, not_for_case_types, evidence_kinds, sign_off, verified)
       values ($1, $2, $3, 0, 'Something to be shown', 'CONC 8', 'RULE', true, $4, false, '{}', '{NOTE,LEAFLET}', 'SELF', false)`,
      [newId(), checklist, code, weight],
    )
  }
}
