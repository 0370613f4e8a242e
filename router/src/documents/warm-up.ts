import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Graph } from '../graph.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/**
 * Plans the trusted documents before anybody asks for them, one in each turn of the event loop, so that requests come
 * in between. Resolves with the names of those that this graph cannot answer.
 */
export async function warmUp(
  graph: Graph,
  trusted: TrustedDocuments,
  { signal }: { signal: AbortSignal },
): Promise<string[]> {
  const failed: string[] = []
  for (const { id, name, body } of trusted.all) {
    await nextTurn()
    if (signal.aborted) break
    if (!graph.warm({ query: body, key: id })) failed.push(name)
  }
  return failed
}

export interface WarmUp {
  /** Begins, or begins anew with the graph that is now in force. */
  begin(): void
  stop(): void
}

export function createWarmUp(options: {
  trusted: TrustedDocuments
  graph(): Graph
  /** Told which documents the graph cannot answer. */
  onFailed(names: string[]): void
}): WarmUp {
  let running = new AbortController()
  return {
    begin() {
      running.abort()
      running = new AbortController()
      void warmUp(options.graph(), options.trusted, running).then((failed) => {
        if (failed.length > 0) options.onFailed(failed)
      })
    },
    stop: () => running.abort(),
  }
}
