import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'
import { ErrorLink } from '@apollo/client/link/error'
import { OperationTypeNode, type DocumentNode } from 'graphql'
import { graphql } from '../generated/gql.ts'
import { createDocumentIdLink, documentText } from './document-ids.ts'
import { lazyLink } from './lazy-link.ts'
import { createRetryLink } from './retry-link.ts'

const sessionCheck = graphql(`
  query SessionCheck {
    viewer {
      roles
    }
  }
`)

/** The one way to the graph: same origin, session cookie, masked fragments. `onSignedOut` is called when the session has ended. */
export function createGraphClient(onSignedOut: () => void): ApolloClient {
  const endings = new ErrorLink(({ error, operation }) => {
    if (!isUnauthenticated(error)) return
    // A live line may belong to a session that a newer one replaced, as when codes at sign-in are turned on.
    if (isLive(operation)) void stillSignedIn()
    else onSignedOut()
  })
  // A server that does not know an id is sent the very text that the id is made of.
  const http = createDocumentIdLink().concat(
    new HttpLink({
      uri: '/graphql',
      credentials: 'same-origin',
      print: (document) => documentText(document as DocumentNode),
    }),
  )
  const live = lazyLink(async () => (await import('./live-link.ts')).createLiveLink(liveUrl(), stillSignedIn))
  const client = new ApolloClient({
    link: ApolloLink.from([endings, createRetryLink(), ApolloLink.split(isLive, live, http)]),
    cache: createCache(),
    dataMasking: true,
    defaultOptions: {
      // Show what is known at once, and ask again: other people work on the same cases.
      watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', errorPolicy: 'all' },
    },
  })
  /** Asks over HTTP; an answer that says no ends the session for the whole app on its way through the links. */
  async function stillSignedIn(): Promise<boolean> {
    const { data } = await client
      .query({ query: sessionCheck, fetchPolicy: 'network-only', errorPolicy: 'all' })
      .catch(() => ({ data: undefined }))
    return Boolean(data)
  }
  return client
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

function isLive({ operationType }: ApolloLink.Operation): boolean {
  return operationType === OperationTypeNode.SUBSCRIPTION
}
