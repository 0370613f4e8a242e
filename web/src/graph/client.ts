import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'
import { ErrorLink } from '@apollo/client/link/error'
import { OperationTypeNode } from 'graphql'
import { createDocumentIdLink } from './document-ids.ts'
import { lazyLink } from './lazy-link.ts'
import { createRetryLink } from './retry-link.ts'

/** The one way to the graph: same origin, session cookie, masked fragments. `onSignedOut` is called when the session has ended. */
export function createGraphClient(onSignedOut: () => void): ApolloClient {
  const endings = new ErrorLink(({ error }) => {
    if (isUnauthenticated(error)) onSignedOut()
  })
  const http = createDocumentIdLink().concat(new HttpLink({ uri: '/graphql', credentials: 'same-origin' }))
  const live = lazyLink(async () => (await import('./live-link.ts')).createLiveLink(liveUrl(), onSignedOut))
  const isLive = ({ operationType }: ApolloLink.Operation) => operationType === OperationTypeNode.SUBSCRIPTION
  return new ApolloClient({
    link: ApolloLink.from([endings, createRetryLink(), ApolloLink.split(isLive, live, http)]),
    cache: createCache(),
    dataMasking: true,
    defaultOptions: {
      // Show what is known at once, and ask again: other people work on the same cases.
      watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', errorPolicy: 'all' },
    },
  })
}

/** Objects without an id belong to the object that holds them; what a query adds is kept. */
function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Viewer: { merge: true },
      CaseCompliance: { merge: true },
      CentreCompliance: { merge: true },
      // The answer depends on the case's items, which change under it: never merge an old list of blockers.
      StageGate: { merge: false },
    },
  })
}

function isUnauthenticated(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error))
    return error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED')
  return ServerError.is(error) && error.statusCode === 401
}

function liveUrl(): string {
  const { protocol, host } = window.location
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`
}
