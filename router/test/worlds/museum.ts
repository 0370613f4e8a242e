import { GraphQLScalarType } from 'graphql'
import type { SubgraphSource } from '../serve-subgraph.ts'

/**
 * A museum with what the library and the shop have not: custom scalars, defaults of arguments and of input fields, enums that
 * clients get whole (returned) or only as far as all know them (asked), arguments that one subgraph lacks, repeated
 * tags, nested keys over two levels, a union of which two subgraphs know overlapping parts, values that several
 * subgraphs share but only one path provides, and overrides that hold for none, for all, or when somebody says so.
 */
type Row = Record<string, unknown>

const wings: Row[] = ['east', 'west'].map((code) => ({ __typename: 'Wing', code, motto: `Wing ${code}` }))
const rooms: Row[] = [0, 1, 2].map((number) => ({
  __typename: 'Room',
  number,
  wing: wings[number % 2],
  warm: number === 1,
}))
const makers: Row[] = ['ida', 'jan'].map((id, index) => ({
  __typename: 'Maker',
  id,
  name: `Maker ${id}`,
  born: 1800 + index,
}))
const exhibits: Row[] = Array.from({ length: 6 }, (_, index) => ({
  __typename: 'Exhibit',
  id: `e${index}`,
  place: index,
  room: rooms[index % 3],
  title: `Exhibit ${index}`,
  year: 1700 + index * 50,
  kind: ['PAINTING', 'SCULPTURE', 'FILM'][index % 3],
  value: { amount: index * 100, currency: 'GBP' },
  maker: index === 2 ? null : makers[index % 2],
  visits: index * 7,
  insured: index % 2 === 0,
  mood: `mood ${index}`,
  crate: `crate ${index}`,
}))
const films: Row[] = [0, 1].map((index) => ({ __typename: 'Film', id: `f${index}`, minutes: 80 + index }))
const books: Row[] = [0].map((index) => ({ __typename: 'Guide', id: `g${index}`, pages: 30 }))
const talks: Row[] = [0].map((index) => ({ __typename: 'Talk', id: `t${index}`, speaker: 'Ms Jones' }))

type Ask = { order?: string; filter?: { minYear?: number; maxYear?: number; kinds?: string[] }; first?: number }
const roots = {
  exhibits: ({ order, filter, first }: Ask) =>
    exhibits
      .filter(({ year }) => Number(year) >= (filter?.minYear ?? 0) && Number(year) <= (filter?.maxYear ?? 9_999))
      .toSorted((a, b) => (order === 'BY_AGE' ? Number(b['year']) - Number(a['year']) : 0))
      .slice(0, first),
  exhibit: ({ id }: { id: string }) => exhibits.find((row) => row['id'] === id) ?? null,
  shop: () => [...films, ...books],
  programme: () => [...films, ...talks],
  rooms: () => rooms,
  worth: ({ from }: { from: number }) => ({ amount: from + 1, of: ['gold', { silver: from }] }),
}
type Root = keyof typeof roots
const query = (...names: Root[]) =>
  Object.fromEntries(names.map((name) => [name, (_: unknown, args: never) => roots[name](args)]))
const typed = { __resolveType: (row: Row) => row['__typename'] }
const titled = ({ title }: Row, { loud }: { loud?: boolean }) => (loud ? String(title).toUpperCase() : title)

export const singleResolvers: Record<string, Record<string, unknown>> = {
  Query: query(...(Object.keys(roots) as Root[])),
  Exhibit: { title: titled },
  Sold: typed,
  Shown: typed,
}

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports.map((name) => `"${name}"`).join(', ')}])`
const json = new GraphQLScalarType({ name: 'Money' })
const roomOf = (reference: Row) =>
  rooms.find(
    ({ number, wing }) =>
      number === reference['number'] && (wing as Row)['code'] === (reference['wing'] as Row)['code'],
  )
const byId = (rows: readonly Row[]) => (reference: Row) => rows.find(({ id }) => id === reference['id'])

const collection: SubgraphSource = {
  name: 'collection',
  sdl: `${link('@key', '@shareable', '@tag', '@external', '@provides')}
    scalar Money @specifiedBy(url: "https://museum.example/money")
    enum Order { BY_NUMBER BY_AGE }
    enum Kind { PAINTING SCULPTURE FILM }
    input Filter { minYear: Int = 1750 maxYear: Int own: String }
    type Query {
      exhibits(order: Order = BY_NUMBER, filter: Filter = { maxYear: 1900 }, first: Int! = 4): [Exhibit!]!
      exhibit(id: ID!): Exhibit
      shop: [Sold!]!
      worth(from: Money!): Money
    }
    type Exhibit @key(fields: "id") @key(fields: "place room { number wing { code } }") @tag(name: "a") @tag(name: "b") {
      id: ID! place: Int! room: Room! title(loud: Boolean = false, only: Int): String! @shareable @tag(name: "a") @tag(name: "c")
      year: Int! kind: Kind! value: Money maker: Maker @provides(fields: "name")
      insured: Boolean! mood: String! crate: String!
    }
    type Room @key(fields: "number wing { code }") { number: Int! wing: Wing! }
    type Wing @shareable { code: ID! }
    type Maker @key(fields: "id") { id: ID! name: String @external }
    union Sold = Film | Guide
    type Film @key(fields: "id") { id: ID! }
    type Guide { id: ID! pages: Int! }
  `,
  resolvers: {
    Money: json,
    Query: query('exhibits', 'exhibit', 'shop', 'worth'),
    Exhibit: {
      title: titled,
      // All of it has gone elsewhere.
      mood: () => 'the old mood',
      __resolveReference: (reference: Row) =>
        byId(exhibits)(reference) ??
        exhibits.find(({ place, room }) => place === reference['place'] && room === roomOf(reference['room'] as Row)),
    },
    Room: { __resolveReference: roomOf },
    Sold: typed,
  },
}

const house: SubgraphSource = {
  name: 'house',
  sdl: `${link('@key', '@shareable', '@tag', '@override')}
    enum Order { BY_NUMBER }
    input Filter { minYear: Int = 1750 maxYear: Int }
    scalar Money @specifiedBy(url: "https://museum.example/money")
    type Query { rooms(order: Order, filter: Filter): [Room!]! programme: [Shown!]! }
    type Room @key(fields: "number wing { code }") { number: Int! wing: Wing! warm: Boolean! }
    type Wing @shareable { code: ID! motto: String! }
    type Exhibit @key(fields: "place room { number wing { code } }") {
      place: Int! room: Room! @shareable title(loud: Boolean = false): String! @shareable visits: Int!
      insured: Boolean! @override(from: "collection", label: "percent(0)")
      mood: String! @override(from: "collection", label: "percent(100)")
      crate: String! @override(from: "collection", label: "crates-moved")
    }
    type Maker @key(fields: "id") { id: ID! name: String @shareable born: Int! @tag(name: "x") @tag(name: "y") }
    union Shown = Film | Talk
    type Film @key(fields: "id") { id: ID! minutes: Int! }
    type Talk { id: ID! speaker: String! }
  `,
  resolvers: {
    Money: json,
    Query: query('rooms', 'programme'),
    Room: { __resolveReference: roomOf },
    Exhibit: {
      title: titled,
      // Nobody is to be asked here yet.
      insured: () => {
        throw new Error('too early')
      },
      crate: ({ crate }: Row) => `moved ${String(crate)}`,
      __resolveReference: (reference: Row) =>
        exhibits.find(({ place, room }) => place === reference['place'] && room === roomOf(reference['room'] as Row)),
    },
    Maker: { __resolveReference: byId(makers) },
    Film: { __resolveReference: byId(films) },
    Shown: typed,
  },
}

export const museum: readonly SubgraphSource[] = [collection, house]
