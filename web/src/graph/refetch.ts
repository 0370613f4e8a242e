import type { ApolloClient } from '@apollo/client'

/** Asks again for what the page shows of these root fields, such as `complianceAlerts`. Pages that don't show them ask nothing. */
export function refetchRootFields(client: ApolloClient, fields: string[]): void {
  void client.refetchQueries({
    updateCache(cache) {
      cache.modify({
        id: 'ROOT_QUERY',
        fields: Object.fromEntries(
          fields.map((field) => [field, (_value: unknown, { INVALIDATE }: { INVALIDATE: unknown }) => INVALIDATE]),
        ) as never,
      })
    },
  })
}

/** The same for fields of one object, such as a case's notes. */
export function refetchFieldsOf(client: ApolloClient, typename: string, id: string, fields: string[]): void {
  void client.refetchQueries({
    updateCache(cache) {
      const cacheId = cache.identify({ __typename: typename, id })
      if (!cacheId) return
      cache.modify({
        id: cacheId,
        fields: Object.fromEntries(
          fields.map((field) => [field, (_value: unknown, { INVALIDATE }: { INVALIDATE: unknown }) => INVALIDATE]),
        ) as never,
      })
    },
  })
}
