import type { ResultChanges } from '@cma/runtime'
import { entityTag, listTag, typeTag } from '@cma/runtime'
import type { SubgraphSource } from '../serve-subgraph.ts'
import type { Pause } from './delays.ts'

const head = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
  @link(url: "https://casework.example/specs/results/v1.0", import: ["@cacheControl", "CacheControlScope"])
  @composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int!, scope: CacheControlScope = PRIVATE, tags: [String!]) on OBJECT | FIELD_DEFINITION
enum CacheControlScope { PUBLIC PRIVATE }
`

/** Books whose number of changes shows how old an answer is. Three ways to ask for it, so that one entity is remembered in many places. */
const sdl = `${head}
type Query {
  book(id: ID!): Book @cacheControl(maxAge: 60, tags: ["Book:{$args.id}"])
  shelf(centreId: ID!): [Book!]! @cacheControl(maxAge: 60, tags: ["Book@{$args.centreId}"])
  everything: [Book!]! @cacheControl(maxAge: 60)
}
type Mutation { change(id: ID!): Book! add(centreId: ID!): [Book!]! }
type Book @key(fields: "id") @cacheControl(maxAge: 60) {
  id: ID!
  changes: Int!
  open: Int! @cacheControl(maxAge: 60, scope: PUBLIC)
}`

export type Book = { id: string; changes: number; open: number; centreId: string }

/** A domain that answers from memory, with pauses wherever a real one waits, and changes as the runtime's commands do. */
export function shelves({
  books,
  changes,
  pause,
  onItsWay,
  longPause,
  bugs,
}: {
  books: Map<string, Book>
  changes: ResultChanges
  pause: Pause
  /** Of an answer. */
  onItsWay: Pause
  /** Between the steps of a change. */
  longPause: Pause
  bugs: { settlesBeforeCommit?: boolean | undefined; announcesAfterCommit?: boolean | undefined }
}): SubgraphSource {
  /** As of one moment, which lies somewhere between question and answer. */
  const snapshot = async (find: () => Book[]): Promise<Book[]> => {
    await pause()
    const found = find().map((book) => ({ ...book }))
    await onItsWay()
    return found
  }
  const command = async (book: Book, commit: () => void): Promise<void> => {
    const tags = [entityTag('Book', book.id), typeTag('Book'), listTag('Book', book.centreId)]
    await longPause()
    let settle = bugs.announcesAfterCommit ? undefined : await changes.announce(tags)
    await longPause()
    if (bugs.settlesBeforeCommit) await settle?.()
    await longPause()
    commit()
    await longPause()
    settle ??= await changes.announce(tags)
    if (!bugs.settlesBeforeCommit) await settle()
    await longPause()
  }
  const reference = async ({ id }: { id: string }) => (await snapshot(() => [books.get(id)!]))[0]
  return {
    name: 'shelves',
    sdl,
    resolvers: {
      Query: {
        book: (_: unknown, { id }: { id: string }) => reference({ id }),
        shelf: (_: unknown, { centreId }: { centreId: string }) =>
          snapshot(() => [...books.values()].filter((book) => book.centreId === centreId)),
        everything: () => snapshot(() => [...books.values()]),
      },
      Mutation: {
        async change(_: unknown, { id }: { id: string }) {
          let changed: Book | undefined
          await command(books.get(id)!, () => {
            const book = books.get(id)!
            changed = { ...book, changes: book.changes + 1, open: book.open + 1 }
            books.set(id, changed)
          })
          return changed
        },
        async add(_: unknown, { centreId }: { centreId: string }) {
          let shelf: Book[] = []
          const book = { id: `new-${books.size}-${centreId}-${Math.random()}`, changes: 0, open: 0, centreId }
          await command(book, () => {
            books.set(book.id, book)
            shelf = [...books.values()].filter((other) => other.centreId === centreId)
          })
          return shelf
        },
      },
      Book: { __resolveReference: reference },
    },
  }
}

/** A domain that only knows which books there are, so that they are asked for as entities, many in one fetch. */
export const readers: SubgraphSource = {
  name: 'readers',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { pile(ids: [ID!]!): [Book!]! }
    type Book @key(fields: "id", resolvable: false) { id: ID! }`,
  resolvers: { Query: { pile: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => ({ id })) } },
}
