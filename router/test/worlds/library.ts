import type { SubgraphSource } from '../serve-subgraph.ts'

/**
 * A library in five subgraphs that use most of federation: interfaces with entities behind them, an interface
 * object, unions, @requires (nested, with arguments), @provides, @shareable, @override, @inaccessible, lists of
 * lists, null references, errors. One store answers for all of them, and for the single schema they are compared with.
 */
export type Row = Record<string, unknown> & { __typename: string; id: string }

const people: Row[] = ['ada', 'bo', 'cy', 'di'].map((id, index) => ({
  __typename: 'Person',
  id,
  name: ({ style }: { style?: string }) => (style === 'SHORT' ? id : `${id} example`),
  email: index === 2 ? null : `${id}@library.example`,
  age: 30 + index,
  // A field that fails for some, and is never null by its type.
  secret: () => {
    if (index === 1) throw new Error(`no secret for ${id}`)
    return `secret of ${id}`
  },
  friends: () => people.filter((_, other) => other !== index && (other + index) % 2 === 1),
  bestFriend: () => (index === 3 ? null : people[(index + 1) % 4]),
  motto: () => {
    if (index === 0) throw new Error('no motto')
    return `motto of ${id}`
  },
}))

const agencies: Row[] = ['north', 'south'].map((id) => ({ __typename: 'Agency', id, name: `Agency ${id}` }))

const person = (index: number) => people[index % people.length]

function item(index: number): Row {
  const id = `i${index}`
  const size = { __typename: 'Size', width: 10 + index, height: index === 4 ? null : 20 + index }
  const weight = ({ unit }: { unit?: string }) => (unit === 'KG' ? index : index * 1000)
  return {
    __typename: index % 3 === 2 ? 'Magazine' : 'Book',
    id,
    sku: index === 5 ? null : `sku-${index}`,
    title: `Title "${index}"\n`,
    size,
    weight,
    pages: 100 * index,
    issue: index,
    format: ['PAPER', 'EBOOK', 'AUDIO'][index % 3],
    author: person(index),
    publisher: index % 2 === 0 ? agencies[index % 4 === 0 ? 0 : 1] : person(index + 1),
    related: () => items.filter((_, other) => other === (index + 1) % 6 || other === (index + 2) % 6),
    next: () => (index === 5 ? null : items[index + 1]),
    stock: index * 3,
    available: index !== 1,
    postage: () => size.width + (size.height ?? 0) + weight({ unit: 'KG' }) * 2,
    label: () => `${id}:${weight({ unit: 'G' })}`,
    notes: ({ first }: { first?: number }) => notes.filter((note) => note['about'] === index).slice(0, first ?? 10),
    rating: index === 3 ? null : index + 0.5,
    shelf: { __typename: 'Shelf', code: `S${index}`, floor: index % 2, keeper: person(index + 2) },
  }
}

const items: Row[] = []
const notes: Row[] = []
for (let index = 0; index < 6; index++) items.push(item(index))
for (let index = 0; index < 9; index++) {
  notes.push({
    __typename: 'Note',
    id: `n${index}`,
    about: index % 5,
    body: `Body ${index} — ünïcode`,
    stars: (index % 5) + 1,
    writer: person(index),
    on: () => items[index % 5],
    tags: index % 4 === 0 ? [] : ['a', `b${index}`],
  })
}

const all: Row[] = [...people, ...agencies, ...items, ...notes]

function find(typenames: readonly string[], id: unknown): Row | undefined {
  return all.find((row) => typenames.includes(row.__typename) && row.id === id)
}

const roots = {
  items: ({ first }: { first?: number }) => items.slice(0, first ?? items.length),
  item: ({ id }: { id: string }) => find(['Book', 'Magazine'], id) ?? null,
  book: ({ id }: { id: string }) => find(['Book'], id) ?? null,
  racks: () => [items.slice(0, 2), [], null, items.slice(3, 5)],
  byFilter: ({ filter }: { filter: { format?: string; minPages?: number } }) =>
    items.filter(
      (row) => (!filter.format || row['format'] === filter.format) && Number(row['pages']) >= (filter.minPages ?? 0),
    ),
  people: () => people,
  person: ({ id }: { id: string }) => find(['Person'], id) ?? null,
  notes: () => notes,
  latestNote: () => notes[8],
  search: ({ text }: { text: string }) => all.filter(({ id }) => id.includes(text)),
  ping: () => 'pong',
}

type Parent = Record<string, unknown>
type Resolver = (parent: Parent, args: Record<string, unknown>) => unknown

/** Reads a property, or calls it with the arguments. */
const read =
  (field: string): Resolver =>
  (parent, args) => {
    const value = parent[field]
    return typeof value === 'function' ? (value as (args: unknown) => unknown)(args) : value
  }

const fieldsOf: Record<string, string[]> = {
  Person: ['name', 'secret', 'friends', 'bestFriend', 'motto'],
  Book: ['related', 'next', 'postage', 'label', 'notes', 'weight'],
  Magazine: ['related', 'next', 'postage', 'label', 'notes', 'weight'],
  Item: ['notes', 'label', 'postage', 'weight'],
  Note: ['on'],
}

export const typeResolver = (parent: Parent) => parent['__typename']

function resolversFor(types: Record<string, string[]>): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(types).map(([type, fields]) => [
      type,
      Object.fromEntries(fields.map((field) => [field, read(field)])),
    ]),
  )
}

const rootResolvers = (names: readonly (keyof typeof roots)[]) =>
  Object.fromEntries(names.map((name) => [name, (_: unknown, args: never) => roots[name](args)]))

const reference =
  (...typenames: string[]) =>
  ({ id }: { id: string }) =>
    find(typenames, id)

/** Mutations write into one list, in the order in which they arrive. */
export const log: string[] = []

const record =
  (where: string) =>
  (_: unknown, { text }: { text: string }) => {
    log.push(`${where}:${text}`)
    return { __typename: 'Entry', text, position: log.length }
  }

const reprint = (_: unknown, { id }: { id: string }) => {
  log.push(`reprint:${id}`)
  return find(['Book'], id)
}

/** Resolvers of the same schema without federation. */
export const singleResolvers: Record<string, Record<string, unknown>> = {
  ...resolversFor(fieldsOf),
  Query: rootResolvers(Object.keys(roots) as (keyof typeof roots)[]),
  Mutation: { record: record('catalogue'), annotate: record('notes'), reprint },
  Item: { __resolveType: typeResolver },
  Publisher: { __resolveType: typeResolver },
  Anything: { __resolveType: typeResolver },
}

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports.map((name) => `"${name}"`).join(', ')}])`

const catalogue: SubgraphSource = {
  name: 'catalogue',
  sdl: `${link('@key', '@shareable', '@inaccessible', '@override')}
    type Query {
      items(first: Int): [Item!]!
      item(id: ID!): Item
      book(id: ID!): Book
      racks: [[Item!]]
      byFilter(filter: Filter!): [Item!]!
      ping: String! @shareable
    }
    type Mutation { record(text: String!): Entry! reprint(id: ID!): Book }
    type Subscription { reprinted(id: ID!): Book }
    type Entry @shareable { text: String! position: Int! }
    input Filter { format: Format minPages: Int }
    enum Format { PAPER EBOOK AUDIO }
    enum Unit { G KG }
    type Size @shareable { width: Int! height: Int }
    interface Item @key(fields: "id") {
      id: ID! sku: String title: String! size: Size! weight(unit: Unit): Int! format: Format related: [Item!]!
    }
    type Book implements Item @key(fields: "id") {
      id: ID! sku: String title: String! size: Size! weight(unit: Unit): Int! format: Format related: [Item!]!
      pages: Int author: Person! next: Item
    }
    type Magazine implements Item @key(fields: "id") {
      id: ID! sku: String title: String! size: Size! weight(unit: Unit): Int! format: Format related: [Item!]!
      issue: Int! publisher: Publisher next: Item internalCode: String @inaccessible
    }
    union Publisher = Agency | Person
    type Agency @key(fields: "id") { id: ID! name: String! }
    type Person @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    ...resolversFor({ Book: ['related', 'next', 'weight'], Magazine: ['related', 'next', 'weight'] }),
    Query: rootResolvers(['items', 'item', 'book', 'racks', 'byFilter', 'ping']),
    Mutation: { record: record('catalogue'), reprint },
    Item: { __resolveType: typeResolver, __resolveReference: reference('Book', 'Magazine') },
    Publisher: { __resolveType: typeResolver },
  },
}
for (const type of ['Book', 'Magazine']) {
  Object.assign(catalogue.resolvers[type] as object, { __resolveReference: reference(type) })
}
catalogue.resolvers['Agency'] = { __resolveReference: reference('Agency') }

const peopleSubgraph: SubgraphSource = {
  name: 'people',
  sdl: `${link('@key', '@shareable')}
    type Query { people: [Person!]! person(id: ID!): Person ping: String! @shareable }
    enum Style { FULL SHORT }
    type Person @key(fields: "id") {
      id: ID! name(style: Style = FULL): String! email: String @shareable age: Int secret: String! motto: String
      friends: [Person!]! bestFriend: Person
    }
  `,
  resolvers: {
    Person: { ...resolversFor(fieldsOf)['Person'], __resolveReference: reference('Person') },
    Query: rootResolvers(['people', 'person', 'ping']),
  },
}

const notesSubgraph: SubgraphSource = {
  name: 'notes',
  sdl: `${link('@key', '@interfaceObject', '@shareable', '@external', '@provides')}
    type Query { notes: [Note!]! latestNote: Note }
    type Mutation { annotate(text: String!): Entry! }
    type Entry @shareable { text: String! position: Int! }
    type Item @interfaceObject @key(fields: "id") { id: ID! notes(first: Int): [Note!]! rating: Float }
    type Note @key(fields: "id") {
      id: ID! body: String! stars: Int! tags: [String!]! on: Item! writer: Person! @provides(fields: "email")
    }
    type Person @key(fields: "id") { id: ID! email: String @external }
  `,
  resolvers: {
    Query: rootResolvers(['notes', 'latestNote']),
    Mutation: { annotate: record('notes') },
    Item: { notes: read('notes'), __resolveReference: reference('Book', 'Magazine') },
    Note: { on: read('on'), __resolveReference: reference('Note') },
    Person: { __resolveReference: reference('Person') },
  },
}
// In this subgraph Item is an object type of its own, so that what it is really must not be told.
notesSubgraph.resolvers['Item'] = {
  notes: read('notes'),
  __resolveReference: ({ id }: { id: string }) => ({ ...find(['Book', 'Magazine'], id), __typename: 'Item' }),
}
notesSubgraph.resolvers['Note'] = {
  on: (parent: Parent) => ({ ...(read('on')(parent, {}) as Row), __typename: 'Item' }),
  __resolveReference: reference('Note'),
}

const stock: SubgraphSource = {
  name: 'stock',
  sdl: `${link('@key', '@external', '@requires', '@shareable')}
    enum Unit { G KG }
    type Size @shareable { width: Int! height: Int }
    type Book @key(fields: "id") {
      id: ID! stock: Int! available: Boolean!
      size: Size! @external weight(unit: Unit): Int! @external
      postage: Int! @requires(fields: "size { width height } weight(unit: KG)")
      label: String @requires(fields: "weight(unit: G)")
      shelf: Shelf
    }
    type Magazine @key(fields: "id") {
      id: ID! stock: Int! available: Boolean!
      size: Size! @external weight(unit: Unit): Int! @external
      postage: Int! @requires(fields: "size { width height } weight(unit: KG)")
    }
    type Shelf { code: String! floor: Int! keeper: Person }
    type Person @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    Book: {},
    Magazine: {},
  },
}
for (const type of ['Book', 'Magazine']) {
  stock.resolvers[type] = {
    // What is @external here must come from the router: the row's own values are taken away.
    __resolveReference: (representation: Parent) => {
      const row = find([type], representation['id'])
      return row && { ...row, size: undefined, weight: undefined, ...representation }
    },
    postage: ({ size, weight }: { size: { width: number; height: number | null }; weight: number }) =>
      size.width + (size.height ?? 0) + weight * 2,
    ...(type === 'Book' && { label: ({ id, weight }: { id: string; weight: number }) => `${id}:${weight}` }),
  }
}

const search: SubgraphSource = {
  name: 'search',
  sdl: `${link('@key')}
    type Query { search(text: String!): [Anything!]! }
    union Anything = Book | Magazine | Person | Note | Agency
    type Book @key(fields: "id") { id: ID! }
    type Magazine @key(fields: "id") { id: ID! }
    type Person @key(fields: "id") { id: ID! }
    type Note @key(fields: "id") { id: ID! }
    type Agency @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: rootResolvers(['search']),
    Anything: { __resolveType: typeResolver },
  },
}

export const library: readonly SubgraphSource[] = [catalogue, peopleSubgraph, notesSubgraph, stock, search]
