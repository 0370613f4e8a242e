import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText, wordsOf } from './fold-text.ts'

test.for([
  ["Siân O'Neill-Wójcik", 'sian oneill wojcik'],
  ['ŁUKASZ Straße', 'lukasz strasse'],
  ['  D’Arcy   (Jr.) ', 'darcy jr'],
  ['CMA-2026-000123', 'cma 2026 000123'],
  ['Søren Æbleskov', 'soren aebleskov'],
  ['王小明', '王小明'],
] as const)('%s', ([text, folded]) => {
  expect(foldText(text)).toBe(folded)
})

test('folding twice is folding once, and leaves nothing that LIKE or an array would take for its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text))
      expect(foldText(text)).not.toMatch(/[%_\\{},"']/)
      expect(wordsOf(text).length).toBeLessThanOrEqual(8)
    }),
  )
})
