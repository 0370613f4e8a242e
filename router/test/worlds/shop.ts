import type { SubgraphSource } from '../serve-subgraph.ts'

/**
 * A shop in the older style and with the odder rules: `extend type` of federation 1, compound and several keys of
 * which each subgraph knows another, keys that are null, unions of which each subgraph knows a part, inputs
 * of which clients get what all know, @override, nested @provides, chains of @requires, an interface whose types live
 * elsewhere, and root fields that two subgraphs share.
 */
type Row = Record<string, unknown>

const categories: Row[] = ['tools', 'food'].map((id, index) => ({
  __typename: 'Category',
  id,
  name: `Category ${id}`,
  slug: { __typename: 'Slug', text: id, lang: index === 0 ? 'en' : 'cy' },
}))

const products: Row[] = Array.from({ length: 6 }, (_, index) => ({
  __typename: 'Product',
  upc: `u${index}`,
  sku: `s${index}`,
  brand: { __typename: 'Brand', name: `b${index % 2}` },
  category: categories[index % 2],
  name: `Product ${index}`,
  state: ['NEW', 'USED'][index % 2],
  price: index * 10,
  weight: index === 4 ? null : index + 1,
  pallets: 2 + index,
  shipping: index === 4 ? null : (index + 1) * 3,
  label: `u${index}/${(index + 1) * 3}`,
  stock: 7 - index,
}))
// What needs something that is null gets by without it.
Object.assign(products[4]!, { label: 'u4/none' })

const songs: Row[] = [0, 1].map((index) => ({
  __typename: 'Song',
  id: `song${index}`,
  title: `Song ${index}`,
  seconds: 200 + index,
}))
const films: Row[] = [0, 1].map((index) => ({
  __typename: 'Film',
  id: `film${index}`,
  title: `Film ${index}`,
  minutes: 90 + index,
}))
const games: Row[] = [0].map((index) => ({
  __typename: 'Game',
  id: `game${index}`,
  title: `Game ${index}`,
  players: 2,
}))

const users: Row[] = ['ann', 'ben', 'cat'].map((id, index) => ({
  __typename: 'User',
  id,
  email: `${id}@shop.example`,
  nick: index === 1 ? null : `nick-${id}`,
  favourite: products[index * 2],
  wanted: [products[index], products[2]],
  account: {
    __typename: index === 0 ? 'Company' : 'Private',
    id: `acc-${id}`,
    limit: 100 * index,
    holder: null,
    vat: 'GB1',
  },
}))
users.forEach((user) => Object.assign(user['account'] as Row, { holder: user }))

const accounts = users.map((user) => user['account'] as Row)
const media = [...songs, ...films]
const played = [...songs, ...games]

const by =
  (rows: readonly Row[], ...keys: string[]) =>
  (reference: Row) =>
    rows.find((row) =>
      keys.some((key) => reference[key] !== undefined && reference[key] !== null && row[key] === reference[key]),
    )

const roots = {
  products: () => products,
  product: ({ upc }: Row) => by(products, 'upc')({ upc }) ?? null,
  byState: ({ filter }: { filter: { state?: string; max?: number } }) =>
    products.filter(
      (row) => (!filter.state || row['state'] === filter.state) && Number(row['price']) <= (filter.max ?? 1_000),
    ),
  categories: () => categories,
  users: () => users,
  accounts: () => accounts,
  media: () => media,
  played: () => played,
  version: () => '1',
}
type Root = keyof typeof roots
const query = (...names: Root[]) =>
  Object.fromEntries(names.map((name) => [name, (_: unknown, args: never) => roots[name](args)]))
const typed = { __resolveType: (row: Row) => row['__typename'] }

export const singleResolvers: Record<string, Record<string, unknown>> = {
  Query: query(...(Object.keys(roots) as Root[])),
  Media: typed,
  Playable: typed,
  Account: typed,
  Titled: typed,
}

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [${imports.map((name) => `"${name}"`).join(', ')}])`

const without = (row: Row | undefined, ...fields: string[]) =>
  row && Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)))

/** Federation 1: no @link, `extend type`, @external on keys. */
const ordering: SubgraphSource = {
  name: 'ordering',
  sdl: `
    extend type Query { users: [User!]! accounts: [Account!]! }
    type User @key(fields: "id") @key(fields: "email") {
      id: ID! email: String! favourite: Product wanted: [Product!]! account: Account!
    }
    extend type Product @key(fields: "upc") { upc: ID! @external }
    interface Account { id: ID! holder: User limit: Int! }
    type Company implements Account @key(fields: "id") { id: ID! holder: User limit: Int! }
    type Private implements Account @key(fields: "id") { id: ID! holder: User limit: Int! }
  `,
  resolvers: {
    Query: query('users', 'accounts'),
    User: { __resolveReference: by(users, 'id', 'email') },
    Company: { __resolveReference: by(accounts, 'id') },
    Private: { __resolveReference: by(accounts, 'id') },
    Account: typed,
  },
}

const goods: SubgraphSource = {
  name: 'goods',
  sdl: `${link('@key', '@shareable', '@provides', '@external', '@override', '@inaccessible')}
    type Query { products: [Product!]! product(upc: ID!): Product byState(filter: Filter!): [Product!]! version: String! @shareable media: [Media!]! @shareable }
    input Filter { state: State max: Int only: String }
    enum State { NEW USED }
    type Product @key(fields: "upc") @key(fields: "sku brand { name }") {
      upc: ID! sku: ID brand: Brand! name: String! state: State price: Int! @override(from: "storage")
      category: Category @provides(fields: "name slug { text }")
    }
    type Brand @shareable { name: String! }
    type Category @key(fields: "id") { id: ID! name: String @external slug: Slug @external }
    type Slug { text: String @external lang: String @shareable }
    union Media = Song | Film
    type Song @key(fields: "id") { id: ID! title: String! @shareable }
    type Film @key(fields: "id") { id: ID! title: String! @shareable }
  `,
  resolvers: {
    Query: query('products', 'product', 'byState', 'version', 'media'),
    Product: {
      __resolveReference: (reference: Row) =>
        by(products, 'upc')(reference) ??
        products.find(
          (row) =>
            row['sku'] === reference['sku'] && (row['brand'] as Row)['name'] === (reference['brand'] as Row)['name'],
        ),
    },
    Media: typed,
    Song: { __resolveReference: by(songs, 'id') },
    Film: { __resolveReference: by(films, 'id') },
  },
}

const storage: SubgraphSource = {
  name: 'storage',
  sdl: `${link('@key', '@shareable', '@external', '@requires')}
    type Query { version: String! @shareable }
    enum State { NEW USED }
    input Filter { state: State max: Int }
    type Product @key(fields: "upc") @key(fields: "sku") {
      upc: ID! sku: ID price: Int! weight: Int @external stock: Int! pallets: Int!
      shipping: Int @requires(fields: "weight")
    }
  `,
  resolvers: {
    Query: query('version'),
    Product: {
      __resolveReference: (reference: Row) => {
        const row = without(by(products, 'upc', 'sku')(reference), 'weight', 'shipping')
        return row && { ...row, ...reference, upc: row['upc'], sku: row['sku'] }
      },
      // Its own idea of the price, which nobody should get to see.
      price: () => -1,
      shipping: ({ weight }: { weight: number | null }) => (weight === null ? null : weight * 3),
    },
  },
}

/** Knows weights; labels need what storage computed from them: a chain of @requires through three subgraphs. */
const labels: SubgraphSource = {
  name: 'labels',
  sdl: `${link('@key', '@shareable', '@external', '@requires')}
    type Query { categories: [Category!]! }
    type Product @key(fields: "upc") {
      upc: ID! weight: Int shipping: Int @external label: String! @requires(fields: "shipping")
    }
    type Category @key(fields: "id") { id: ID! name: String @shareable slug: Slug @shareable }
    type Slug { text: String @shareable lang: String @shareable }
  `,
  resolvers: {
    Query: query('categories'),
    Product: {
      __resolveReference: (reference: Row) => {
        const row = without(by(products, 'upc')(reference), 'shipping', 'label')
        return row && { ...row, ...reference }
      },
      label: ({ upc, shipping }: { upc: string; shipping: number | null }) => `${upc}/${shipping ?? 'none'}`,
    },
    Category: { __resolveReference: by(categories, 'id') },
  },
}

const people: SubgraphSource = {
  name: 'people',
  sdl: `${link('@key', '@shareable')}
    type Query { media: [Media!]! @shareable played: [Playable!]! }
    type User @key(fields: "email") { email: String! nick: String }
    type Company @key(fields: "id") { id: ID! vat: String! }
    union Media = Song | Film
    union Playable = Song | Game
    interface Titled { title: String! }
    type Song implements Titled @key(fields: "id") { id: ID! title: String! @shareable seconds: Int! }
    type Film implements Titled @key(fields: "id") { id: ID! title: String! @shareable minutes: Int! }
    type Game implements Titled { id: ID! title: String! players: Int }
  `,
  resolvers: {
    Query: query('media', 'played'),
    User: { __resolveReference: by(users, 'email') },
    Company: { __resolveReference: by(accounts, 'id') },
    Media: typed,
    Playable: typed,
    Titled: typed,
    Song: { __resolveReference: by(songs, 'id') },
    Film: { __resolveReference: by(films, 'id') },
  },
}

export const shop: readonly SubgraphSource[] = [ordering, goods, storage, labels, people]
