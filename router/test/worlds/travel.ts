import type { SubgraphSource } from '../serve-subgraph.ts'

/**
 * Rooms whose price depends on where they are looked at from (`@context`, `@fromContext`): a hotel has its currency in one
 * field, an agency in a nested one of another subgraph, one hotel has none, and rooms lead to rooms, agencies to hotels.
 */
type Row = Record<string, unknown>

const money: Row[] = ['GBP', 'EUR'].map((code) => ({ __typename: 'Money', code, sign: code[0] }))
const hotels: Row[] = [0, 1, 2].map((index) => ({
  __typename: 'Hotel',
  id: `h${index}`,
  name: `Hotel ${index}`,
  currency: [null, 'GBP', 'EUR'][index],
}))
const agencies: Row[] = [0, 1].map((index) => ({
  __typename: 'Agency',
  id: `a${index}`,
  money: money[index],
  name: `Agency ${index}`,
}))
const rooms: Row[] = Array.from({ length: 6 }, (_, index) => ({ __typename: 'Room', id: `r${index}`, beds: 1 + index }))

const byId = (rows: readonly Row[]) => (reference: Row) => rows.find(({ id }) => id === reference['id'])
const indexOf = ({ id }: Row) => Number(String(id).slice(1))
const near = (row: Row, step: number) => [indexOf(row), indexOf(row) + step].map((index) => rooms[index % 6] ?? {})
const priceOf = ({ beds }: Row, code: unknown) => (typeof code === 'string' ? `${code} ${Number(beds) * 50}` : null)

const roots = {
  hotels: () => hotels,
  agencies: () => agencies,
  places: () => [...hotels, ...agencies],
}
type Root = keyof typeof roots
const query = (...names: Root[]) => Object.fromEntries(names.map((name) => [name, () => roots[name]()]))
const typed = { __resolveType: (row: Row) => row['__typename'] }

/** Without federation a room carries with it where it is looked at from. */
const seenFrom = (code: unknown, list: readonly Row[]) => list.map((row) => ({ ...row, code }))
export const singleResolvers: Record<string, Record<string, unknown>> = {
  Query: query('hotels', 'agencies', 'places'),
  Place: typed,
  Hotel: {
    rooms: (hotel: Row) => seenFrom(hotel['currency'], near(hotel, 1)),
    best: (hotel: Row) => seenFrom(hotel['currency'], near(hotel, 3))[0],
  },
  Agency: {
    offers: (agency: Row) => seenFrom((agency['money'] as Row)['code'], near(agency, 2)),
    partner: (agency: Row) => hotels[indexOf(agency) + 1],
  },
  Room: {
    price: (room: Row) => priceOf(room, room['code']),
    neighbours: (room: Row) => seenFrom(room['code'], near(room, 4)),
  },
}

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports.map((name) => `"${name}"`).join(', ')}])`

const desk: SubgraphSource = {
  name: 'desk',
  sdl: `${link('@key')}
    type Query { hotels: [Hotel!]! agencies: [Agency!]! places: [Place!]! }
    union Place = Hotel | Agency
    type Hotel @key(fields: "id") { id: ID! name: String! currency: String }
    type Agency @key(fields: "id") { id: ID! name: String! money: Money }
    type Money { code: String sign: String }
  `,
  resolvers: {
    Query: query('hotels', 'agencies', 'places'),
    Place: typed,
    Hotel: { __resolveReference: byId(hotels) },
    Agency: { __resolveReference: byId(agencies) },
  },
}

const booking: SubgraphSource = {
  name: 'booking',
  sdl: `${link('@key', '@external', '@context', '@fromContext')}
    type Hotel @key(fields: "id") @context(name: "stay") {
      id: ID! currency: String @external rooms: [Room!]! best: Room
    }
    type Agency @key(fields: "id") @context(name: "stay") {
      id: ID! money: Money @external offers: [Room!]! partner: Hotel
    }
    type Money { code: String @external }
    type Room @key(fields: "id") {
      id: ID! beds: Int! neighbours: [Room!]!
      price(in: String @fromContext(field: "$stay ... on Hotel { currency } ... on Agency { money { code } }")): String
    }
  `,
  resolvers: {
    Hotel: {
      rooms: (hotel: Row) => near(hotel, 1),
      best: (hotel: Row) => near(hotel, 3)[0],
      __resolveReference: ({ id }: Row) => ({ id }),
    },
    Agency: {
      offers: (agency: Row) => near(agency, 2),
      partner: (agency: Row) => hotels[indexOf(agency) + 1],
      __resolveReference: ({ id }: Row) => ({ id }),
    },
    Room: {
      price: (room: Row, { in: code }: Row) => priceOf(room, code),
      neighbours: (room: Row) => near(room, 4),
      __resolveReference: byId(rooms),
    },
  },
}

export const travel: readonly SubgraphSource[] = [desk, booking]
