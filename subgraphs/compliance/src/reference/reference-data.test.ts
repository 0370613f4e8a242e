import Holidays from 'date-holidays'
import pg from 'pg'
import { aDatabase, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { addDays } from '../rules/days.ts'
import { layInReferenceData } from './lay-in-reference-data.ts'
import { readReferenceData } from './read-reference-data.ts'

const stack = fileStack()
const reference = await readReferenceData()
const itemsOf = (code: string) =>
  reference.frameworks
    .find((one) => one.code === code)!
    .checklists.flatMap((list) => list.items.map((item) => ({ ...item, level: list.level })))

test('CONC 8 holds C8-01 to C8-15, all mandatory, of which 40 weigh for one client and 43 for two', () => {
  const items = itemsOf('CONC8')
  expect(items.map(({ code }) => code)).toEqual(
    Array.from({ length: 15 }, (_, index) => `C8-${String(index + 1).padStart(2, '0')}`),
  )
  expect(items.every(({ mandatory, level }) => mandatory && level === 'CASE')).toBe(true)
  expect(items.reduce((sum, { weight }) => sum + weight, 0)).toBe(43)
  expect(items.filter(({ jointOnly }) => jointOnly).map(({ code }) => code)).toEqual(['C8-15'])
})

test('the Consumer Duty holds CD-01 to CD-08; those of a centre and of the network attach to no case', () => {
  const items = itemsOf('CONSUMER_DUTY')
  expect(items.map(({ code }) => code).sort()).toEqual([
    'CD-01',
    'CD-02',
    'CD-03',
    'CD-04',
    'CD-05',
    'CD-06',
    'CD-07',
    'CD-08',
  ])
  expect(items.filter(({ level }) => level === 'CENTRE').map(({ code }) => code)).toEqual(['CD-01', 'CD-02', 'CD-07'])
  expect(items.filter(({ level }) => level === 'NETWORK').map(({ code }) => code)).toEqual(['CD-08'])
})

test('what nobody has compared with its source says so, and its framework with it', () => {
  const unverified = [...itemsOf('CONC8'), ...itemsOf('CONSUMER_DUTY')]
    .filter(({ verified }) => !verified)
    .map(({ code }) => code)
  expect(unverified).toEqual(['C8-03', 'C8-07', 'C8-08', 'C8-10', 'CD-07', 'CD-08'])
})

const numbered = (prefix: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`)

test.each([
  ['BREATHING_SPACE', numbered('BS', 13)],
  ['INSOLVENCY', [...numbered('DRO', 11), 'BK-01', 'SC-01', 'SC-02']],
  ['DATA_PROTECTION', numbered('DP', 10)],
  ['QUALITY', ['CL-01', ...numbered('QA', 5), ...numbered('CO', 5), 'AR-01', 'AR-02', 'RG-01', 'RG-02']],
])('%s holds all its items, none compared with its source yet', (code, codes) => {
  const items = itemsOf(code)
  expect(items.map((item) => item.code).sort()).toEqual(codes.toSorted())
  expect(items.every(({ verified }) => !verified)).toBe(true)
})

// The day on which it starts is day 1, so day 35 lies 34 days after it.
test('of Breathing Space the midway review and the decision on a creditor are set by law, other clocks by policy', () => {
  const clocks = itemsOf('BREATHING_SPACE').flatMap(({ code, due }) =>
    due?.clock ? [[code, due.force, due.clock.offset]] : [],
  )
  // The day on which it starts is day 1: day 35 lies 34 days after it.
  expect(clocks).toEqual([
    ['BS-05', 'POLICY', 0],
    ['BS-07', 'LAW', 34],
    ['BS-08', 'LAW', 34],
    ['BS-10', 'POLICY', 52],
    ['BS-12', 'POLICY', 30],
  ])
})

test('a note alone does not show the confirmation of advice or the agreement of the client', () => {
  const withoutNote = itemsOf('CONC8').filter(({ evidence }) => !evidence.includes('NOTE'))
  expect(withoutNote.map(({ code }) => code)).toEqual(['C8-10', 'C8-11'])
})

test("bank holidays are those of each nation's rules, with what was proclaimed besides", () => {
  const { calendars, fromYear, toYear } = reference.bankHolidays
  const regions = { ENGLAND_WALES: ['ENG', 'WLS'], SCOTLAND: ['SCT'], NORTHERN_IRELAND: ['NIR'] } as const
  for (const [nation, codes] of Object.entries(regions)) {
    const kept = calendars[nation as keyof typeof calendars].filter(({ proclaimed }) => !proclaimed)
    for (const code of codes) {
      const days: string[] = []
      for (let year = fromYear; year <= toYear; year++) {
        for (const holiday of new Holidays('GB', code).getHolidays(year))
          if (holiday.type === 'public') days.push(holiday.date.slice(0, 10))
      }
      expect(kept.map(({ day }) => day)).toEqual(days)
    }
  }
  expect(
    Object.values(calendars)
      .flat()
      .filter(({ proclaimed }) => proclaimed),
  ).toHaveLength(1)
})

test('laying in twice changes nothing; changing what is published is refused; its verification may be changed', async () => {
  const database = stack.use(await aDatabase())
  const client = new pg.Client({ connectionString: database.urlAs('compliance_engine') })
  await client.connect()
  stack.defer(() => client.end())
  await layInReferenceData(client, reference)
  const all = () =>
    database.query(
      'select to_jsonb(f) f, to_jsonb(i) i from compliance.checklist_item i join compliance.checklist l on l.id = i.checklist_id join compliance.framework f on f.id = l.framework_id order by i.code',
    )
  const before = await all()
  expect(before).toHaveLength(
    reference.frameworks.flatMap(({ checklists }) => checklists.flatMap((list) => list.items)).length,
  )
  await layInReferenceData(client, reference)
  expect(await all()).toEqual(before)

  const changed = structuredClone(reference)
  changed.frameworks.find(({ code }) => code === 'CONC8')!.checklists[0]!.items[0]!.weight += 1
  await expect(layInReferenceData(client, changed)).rejects.toThrow(/CONC8 version 1 is published/)

  const verified = structuredClone(reference)
  for (const item of verified.frameworks.find(({ code }) => code === 'CONC8')!.checklists[0]!.items)
    item.verified = true
  await layInReferenceData(client, verified)
  const [framework] = await database.query(
    `select verified, verified_on::text from compliance.framework where code = 'CONC8'`,
  )
  expect(framework).toEqual({ verified: true, verified_on: '2026-11-24' })
})

test('the end of the known bank holidays is at least a year away when this is read', () => {
  const lastKnown = `${reference.bankHolidays.toYear}-12-31`
  expect(
    lastKnown > addDays(new Date().toISOString().slice(0, 10), 365),
    'add the next year to reference-data/bank-holidays.yaml',
  ).toBe(true)
})
