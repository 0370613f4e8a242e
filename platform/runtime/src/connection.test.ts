import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { afterKey, connectionOf, decodeCursor, encodeCursor, pageOf } from './connection.ts'

test('walking page by page gives every row once and in order, whatever the size', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      (values, first) => {
        const rows = values.toSorted((a, b) => a - b)
        const seen: number[] = []
        let after: string | null = null
        let more = true
        while (more) {
          const page = pageOf({ first, after })
          const found = rows
            .filter((row) => page.after === undefined || row > (page.after[0] as number))
            .slice(0, page.take)
          const { edges, pageInfo } = connectionOf(found, page, (row) => [row])
          expect(edges.length).toBeLessThanOrEqual(first)
          expect(pageInfo.hasPreviousPage).toBe(after !== null)
          seen.push(...edges.map(({ node }) => node))
          after = pageInfo.endCursor
          more = pageInfo.hasNextPage
        }
        expect(seen).toEqual(rows)
      },
    ),
  )
})

test('bounds', () => {
  expect(pageOf({})).toEqual({ size: 20, take: 21, after: undefined })
  expect(pageOf({ first: 100 }).size).toBe(100)
  for (const first of [0, -1, 101]) expect(() => pageOf({ first })).toThrow(/between 1 and 100/)
})

test('a cursor is one that the list gave, or bad input', () => {
  const key = ['2026-11-24T16:10:00.000Z', 'b']
  expect(decodeCursor(encodeCursor(key))).toEqual(key)
  const texts = [
    '',
    'nonsense',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    Buffer.from('[{}]').toString('base64url'),
  ]
  for (const text of texts) expect(() => decodeCursor(text)).toThrow(/not one that the list gave/)
  const sortKey = z.tuple([z.iso.datetime(), z.uuid()])
  expect(() => pageOf({ after: encodeCursor(key) }, { sortKey })).toThrow(/not one that the list gave/)
  expect(() =>
    afterKey(
      ['a'],
      [
        ['at', 'asc'],
        ['id', 'asc'],
      ],
    ),
  ).toThrow(/another list/)
})

test('the rows after a key, in mixed directions', () => {
  expect(afterKey(undefined, [['id', 'asc']])).toBeUndefined()
  expect(
    afterKey(
      ['x', 1, 'id'],
      [
        ['at', 'desc'],
        ['rank', 'asc'],
        ['id', 'desc'],
      ],
    ),
  ).toEqual({
    OR: [{ at: { lt: 'x' } }, { at: 'x', rank: { gt: 1 } }, { at: 'x', rank: 1, id: { lt: 'id' } }],
  })
})
