import { composeServices } from '@apollo/composition'
import { entityTag, listTag, typeTag } from '@cma/runtime'
import { Kind, parse, type OperationDefinitionNode } from 'graphql'
import { expect, test } from 'vitest'
import { cacheControlFeature, readCacheRules, type CacheRules } from './cache-rules.ts'
import { fetchRule } from './fetch-rule.ts'
import { normalSelection } from './normal-selection.ts'

const head = (feature = cacheControlFeature) => `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
  @link(url: "${feature}v1.0", import: ["@cacheControl", "CacheControlScope"])
  @composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int!, scope: CacheControlScope = PRIVATE, tags: [String!]) on OBJECT | FIELD_DEFINITION
enum CacheControlScope { PUBLIC PRIVATE }`

function rulesOf(...schemas: string[]): CacheRules {
  const services = schemas.map((sdl, at) => ({ name: `s${at}`, url: 'http://s', typeDefs: parse(sdl) }))
  const { supergraphSdl, errors } = composeServices(services)
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
  return readCacheRules(supergraphSdl)
}

const library = `${head()}
  type Query {
    book(id: ID!): Book @cacheControl(maxAge: 60, tags: ["Book:{$args.id}"])
    books(branch: ID): [Book!]! @cacheControl(maxAge: 30, scope: PUBLIC, tags: ["Book@{$args.branch}"])
    all: [Book!]! @cacheControl(maxAge: 10)
    loans: [Loan!]!
  }
  type Book @key(fields: "id") @cacheControl(maxAge: 100, scope: PUBLIC) {
    id: ID!
    title: String!
    sold: Int! @cacheControl(maxAge: 0)
    author: Author!
    page: Page!
    loans: [Loan!]!
    either: Either
  }
  type Author @key(fields: "id") @cacheControl(maxAge: 50) { id: ID! name: String! }
  type Page @cacheControl(maxAge: 90, scope: PUBLIC) { text: String! }
  type Loan { day: String! }
  union Either = Author | Page`

const operation = (text: string) => {
  const [first] = parse(text).definitions
  if (first?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation')
  return first satisfies OperationDefinitionNode
}
const ruleOf = (rules: CacheRules, text: string, type = 'Query', variables: Record<string, unknown> = {}) => {
  const rule = fetchRule(rules, type, operation(text).selectionSet)
  return rule && [rule.maxAgeMs / 1_000, rule.isPublic, rule.tagsFor(variables)]
}

test('the shortest time, the narrowest scope and every tag of a selection count', () => {
  const rules = rulesOf(library)
  const any = (...types: string[]) => types.map(typeTag).toSorted()
  expect(ruleOf(rules, '{ all { id } }')).toEqual([10, false, any('Book')])
  expect(ruleOf(rules, '{ all { title author { name } } }')).toEqual([10, false, any('Book', 'Author')])
  expect(ruleOf(rules, '{ ... on Book { title page { text } } }', '_Entity')).toEqual([90, true, []])
  expect(ruleOf(rules, '{ ... on Book { __typename id title author { name } } }', '_Entity')).toEqual([
    50,
    false,
    any('Author'),
  ])
})

test('tags by arguments, literal or variable; an argument that is missing tells nothing', () => {
  const rules = rulesOf(library)
  expect(ruleOf(rules, '{ book(id: "7") { title } }')).toEqual([60, false, [entityTag('Book', '7')]])
  expect(ruleOf(rules, '{ book(id: 7) { title } }')).toEqual([60, false, [entityTag('Book', '7')]])
  const query = 'query ($where: ID) { books(branch: $where) { title } }'
  expect(ruleOf(rules, query, 'Query', { where: 'north' })).toEqual([30, true, [listTag('Book', 'north')]])
  expect(ruleOf(rules, query, 'Query', {})).toEqual([30, true, undefined])
  expect(ruleOf(rules, query, 'Query', { where: null })).toEqual([30, true, undefined])
})

test('one field that did not opt in keeps the whole from being remembered', () => {
  const rules = rulesOf(library)
  for (const text of [
    '{ all { sold } }',
    '{ loans { day } }',
    '{ all { loans { day } } }',
    '{ all { either { __typename } } }',
    '{ all { id } loans { day } }',
  ])
    expect(ruleOf(rules, text), text).toBeUndefined()
  expect(ruleOf(rules, '{ ... on Loan { day } }', '_Entity')).toBeUndefined()
  // A key alone is nothing to remember.
  expect(ruleOf(rules, '{ ... on Book { id } }', '_Entity')).toBeUndefined()
})

test('what one subgraph says of a type does not count for the fields of another', () => {
  const other = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Book @key(fields: "id") { id: ID! price: Int! }`
  const rules = rulesOf(library, other)
  expect(ruleOf(rules, '{ ... on Book { price } }', '_Entity')).toBeUndefined()
  expect(ruleOf(rules, '{ ... on Book { title } }', '_Entity')).toBeUndefined()
  expect(ruleOf(rules, '{ ... on Author { name } }', '_Entity')).toEqual([50, false, []])
  const onlyReferences = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { favourite: Book } type Book @key(fields: "id", resolvable: false) { id: ID! }`
  expect(ruleOf(rulesOf(library, onlyReferences), '{ ... on Book { title } }', '_Entity')).toEqual([100, true, []])
})

test('a directive of the same name that is not ours says nothing', () => {
  const rules = rulesOf(library.replace(cacheControlFeature, 'https://elsewhere.example/cache/'))
  expect(ruleOf(rules, '{ all { id } }')).toBeUndefined()
})

test('a tag that cannot be read is refused with the supergraph', () => {
  expect(() => rulesOf(library.replace('Book:{$args.id}', 'Book-{$args.id}'))).toThrow('Book-{$args.id}')
})

test('questions are equal whatever the order, the names of variables and the name of the operation', () => {
  const digestOf = (text: string) => {
    const asked = operation(text)
    return normalSelection(asked, asked.selectionSet)
  }
  const one = digestOf('query A($x: ID!) { b c: book(id: $x) { title id } }')
  expect(digestOf('query B__cases__0($y: ID!) { c: book(id: $y) { id title } b }')).toEqual({
    ...one,
    variables: ['y'],
  })
  for (const other of [
    'query A($x: ID!) { b d: book(id: $x) { title id } }',
    'query A($x: ID!) { b c: book(id: $x) { title } }',
    'query A($x: String!) { b c: book(id: $x) { title id } }',
    'query A($x: ID! = "1") { b c: book(id: $x) { title id } }',
    'query A($x: ID!) { b c: book(id: "x") { title id } }',
  ])
    expect(digestOf(other).digest, other).not.toBe(one.digest)
})
