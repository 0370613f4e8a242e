import type { GraphQLScalarType } from 'graphql'

/**
 * The generated resolver types let every field be left out. These demand a resolver for each field that the row behind
 * the type does not answer by a property of the same name: a forgotten one does not compile.
 *
 *   export const resolvers: CompleteResolvers<Resolvers, ResolversParentTypes> = { ... }
 */
export type CompleteResolvers<Resolvers, Parents> = {
  [Type in keyof Resolvers as Type extends Demanding<Resolvers, Parents> ? Type : never]-?: ResolversOfType<
    NonNullable<Resolvers[Type]>,
    Type,
    Parents
  >
} & {
  [Type in keyof Resolvers as Type extends Demanding<Resolvers, Parents> ? never : Type]?: NonNullable<Resolvers[Type]>
}

type Roots = 'Query' | 'Mutation' | 'Subscription'

type ResolversOfType<Fields, Type, Parents> = Type extends Roots
  ? Required<Fields>
  : Fields & Required<Pick<Fields, Unanswered<Fields, Type, Parents>>>

// `__typename` and `__isTypeOf` are optional extras; without a `__resolveReference` or `__resolveType` a subgraph does not start.
type Unanswered<Fields, Type, Parents> = Type extends keyof Parents
  ? Exclude<keyof Fields, keyof Parents[Type] | `__${string}`>
  : never

// `serve` brings the scalars.
type Demanding<Resolvers, Parents> = {
  [Type in keyof Resolvers]-?: Type extends Roots
    ? Type
    : NonNullable<Resolvers[Type]> extends GraphQLScalarType
      ? never
      : [Unanswered<NonNullable<Resolvers[Type]>, Type, Parents>] extends [never]
        ? never
        : Type
}[keyof Resolvers]
