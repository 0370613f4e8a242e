import { expect, test } from 'vitest'
import { csvColumns, csvOfEvents, ndjsonOf } from './export-file.ts'

const sealed = JSON.stringify([
  'casework-ledger-1',
  '7',
  'aa',
  '2026-11-24T16:10:00.000000Z',
  'id-7',
  '2026-11-24T16:09:59.000000Z',
  '2026-11-24T16:09:59.100000Z',
  'USER',
  'user-1',
  null,
  'cases.note.added',
  '[{"id": "c", "type": "Case"}]',
  '{"category": "ADVICE"}',
  null,
])
const event = { sequence: 7, hash: 'bb', sealed }

test('a line for each event, with the sealed text as it is', () => {
  expect(ndjsonOf([event, { ...event, sequence: 8 }]).split('\n')).toHaveLength(3)
  expect(JSON.parse(ndjsonOf([event]))).toEqual(event)
})

test('a row for each event, with both fingerprints', () => {
  const head = Object.fromEntries(csvColumns.map((column) => [column, column])) as Record<
    (typeof csvColumns)[number],
    string
  >
  const [, row] = csvOfEvents([event], head).split('\r\n')
  expect(row).toBe(
    '"7","2026-11-24T16:09:59.000000Z","USER","user-1","","cases.note.added","[{""id"": ""c"", ""type"": ""Case""}]","{""category"": ""ADVICE""}","2026-11-24T16:10:00.000000Z","aa","bb"',
  )
})
