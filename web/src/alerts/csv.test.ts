import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

const cellOf = (value: string) => csvOf([[value]]).slice(1, -2)

test.each(['=1+1', '+44 20', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\u00a0=1', '|cmd', '%0A'])(
  '%j is no formula in a spreadsheet',
  (value) => {
    expect(cellOf(value)).toBe(`"'${value}"`)
  },
)

test.each([
  ['Mandatory item is late', '"Mandatory item is late"'],
  ['C-2026-00964', '"C-2026-00964"'],
  ['a "word", and another', '"a ""word"", and another"'],
  ['two\nlines', '"two\nlines"'],
  ['', '""'],
])('%j stays what it is', (value, expected) => expect(cellOf(value)).toBe(expected))

test('rows end as spreadsheets expect, and the first bytes say how to read them', () => {
  expect(
    csvOf([
      ['a', 'b'],
      ['c', 'd'],
    ]),
  ).toBe('\uFEFF"a","b"\r\n"c","d"\r\n')
})
