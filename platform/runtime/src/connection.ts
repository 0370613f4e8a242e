import { GraphQLError } from 'graphql'
import type { z } from 'zod'

/** The values of the sort key of a row, the last of them unique. */
export type SortKey = Array<string | number | boolean | null>

/** What of a list is asked for. */
export type Page = {
  /** Rows to show. */
  size: number
  /** Rows to query: one more tells whether there is a next page. */
  take: number
  /** The sort key of the row before the page. */
  after: SortKey | undefined
}

export type Connection<Row> = {
  edges: Array<{ cursor: string; node: Row }>
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

export type PageOptions = {
  defaultSize?: number
  maxSize?: number
  /** What a cursor of this list holds, such as `z.tuple([z.iso.datetime(), z.uuid()])`; another one is the caller's mistake. */
  sortKey?: z.ZodType<SortKey>
}

/** @throws BAD_USER_INPUT when `first` is out of bounds or `after` is no cursor of this list */
export function pageOf(
  { first, after }: { first?: number | null | undefined; after?: string | null | undefined },
  { defaultSize = 20, maxSize = 100, sortKey }: PageOptions = {},
): Page {
  const size = first ?? defaultSize
  if (size < 1 || size > maxSize) throw badInput(`'first' is between 1 and ${maxSize}`)
  const key = after === null || after === undefined ? undefined : decodeCursor(after)
  if (key && sortKey?.safeParse(key).success === false) throw badInput('This cursor is not one that the list gave')
  return { size, take: size + 1, after: key }
}

/** `rows` as queried with `page.take`, in order. */
export function connectionOf<Row>(rows: Row[], page: Page, sortKeyOf: (row: Row) => SortKey): Connection<Row> {
  const edges = rows.slice(0, page.size).map((node) => ({ cursor: encodeCursor(sortKeyOf(node)), node }))
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.size,
      hasPreviousPage: page.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

export function encodeCursor(key: SortKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

export function decodeCursor(cursor: string): SortKey {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(key) &&
      key.length > 0 &&
      key.every((part) => part === null || ['string', 'number', 'boolean'].includes(typeof part))
    )
      return key as SortKey
  } catch {
    // falls through: not one of ours
  }
  throw badInput('This cursor is not one that the list gave')
}

/**
 * Prisma's `where` for the rows after a sort key: `afterKey(page.after, [['openedAt', 'desc'], ['id', 'desc']])`.
 * Undefined on the first page. Columns must not be null.
 */
export function afterKey(
  after: SortKey | undefined,
  columns: Array<[name: string, direction: 'asc' | 'desc']>,
): { OR: Array<Record<string, unknown>> } | undefined {
  if (after === undefined) return undefined
  if (after.length !== columns.length) throw badInput('This cursor is of another list')
  return {
    OR: columns.map(([name, direction], index) => ({
      ...Object.fromEntries(columns.slice(0, index).map(([earlier], at) => [earlier, after[at]])),
      [name]: { [direction === 'asc' ? 'gt' : 'lt']: after[index] },
    })),
  }
}
