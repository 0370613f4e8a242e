import { ApolloLink, Observable } from '@apollo/client'
import { whenReachable } from './when-reachable.ts'

/** A link whose code is fetched with its first operation: nobody needs a live line before a page is there. */
export function lazyLink(load: () => Promise<ApolloLink>): ApolloLink {
  let link: Promise<ApolloLink> | undefined
  return new ApolloLink(
    (operation, forward) =>
      new Observable((observer) => {
        let subscription: { unsubscribe(): void } | undefined
        let stopped = false
        link ??= whenReachable(load)
        link.then(
          (loaded) => {
            if (!stopped) subscription = loaded.request(operation, forward).subscribe(observer)
          },
          (error: unknown) => observer.error(error),
        )
        return () => {
          stopped = true
          subscription?.unsubscribe()
        }
      }),
  )
}
