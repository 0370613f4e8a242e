// Tells Apollo Client that codegen's types are masked, so that a component sees only its own fragment's fields.
import type { GraphQLCodegenDataMasking } from '@apollo/client/masking'

declare module '@apollo/client' {
  export interface TypeOverrides extends GraphQLCodegenDataMasking.TypeOverrides {}
  export namespace ApolloClient {
    export namespace DeclareDefaultOptions {
      // A subgraph that does not answer leaves its fields empty; the rest of a page is still shown.
      interface WatchQuery {
        errorPolicy: 'all'
      }
    }
  }
}
