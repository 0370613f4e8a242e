import type { Logger } from './logger.ts'
import { newId } from './new-id.ts'
import { subgraphTag } from './result-tags.ts'
import { changeMs, resultLeaseMs, type Results } from './results.ts'

/** How a subgraph's changes make remembered results old. */
export type ResultChanges = {
  /**
   * Before a commit: from now on nobody recalls or remembers what carries the tags. Never rejects. The function that
   * it resolves to is called after the commit, and waited for before the change is answered.
   */
  announce(tags: readonly string[]): Promise<() => Promise<void>>
  /** A change of background work: announced, made, settled. */
  around<T>(tags: readonly string[], change: () => Promise<T>): Promise<T>
  /** Whether changes were answered that could not be announced, and nothing has been made void for them yet. */
  owes(): boolean
  /** Makes everything void that this subgraph answered; as soon as the store can be reached, when it can't now. */
  renewAll(): void
  close(): void
}

export type ResultChangesOptions = {
  results: Results
  subgraph: string
  logger: Logger
  /** How long a change that could not be announced tries to void results before it is answered all the same. */
  holdMs?: number
  retryMs?: number
}

export function createResultChanges({
  results,
  subgraph,
  logger,
  holdMs = resultLeaseMs + 1_000,
  retryMs = 100,
}: ResultChangesOptions): ResultChanges {
  const all = [subgraphTag(subgraph)]
  let closed = false
  let owed = false
  let unannounced = false
  let paying = false

  const renewWithin = async (ms: number): Promise<boolean> => {
    const until = performance.now() + ms
    for (;;) {
      try {
        await results.renew(all)
        return true
      } catch {
        if (closed || performance.now() + retryMs > until) return false
      }
      await pause(retryMs)
    }
  }
  const payLater = async () => {
    owed = true
    if (paying) return
    paying = true
    while (owed && !closed) {
      owed = false // what is owed meanwhile is owed anew
      if (!(await renewWithin(0))) owed = true
      if (owed) await pause(retryMs)
    }
    paying = false
    if (!owed) unannounced = false
  }
  /**
   * The change was not announced, so what was remembered before it may be recalled after it. Either all of it is made
   * void now, or the store was away for longer than routers trust it without a sign of life: then each of them voids
   * everything by itself before it recalls anything again.
   */
  const answerForIt = async () => {
    if (await renewWithin(holdMs)) return
    logger.warn({ subgraph }, 'a change could not be announced: remembered results are made void when Redis is back')
    unannounced = true
    void payLater()
  }
  /** Otherwise what the change touched could not be remembered before its announcement has run out. */
  const settleLater = async (names: readonly string[], change: string) => {
    const until = performance.now() + changeMs
    while (!closed && performance.now() < until) {
      await pause(retryMs)
      try {
        return await results.settle(names, change)
      } catch {
        // still away
      }
    }
  }
  const announce: ResultChanges['announce'] = async (tags) => {
    if (tags.length === 0) return async () => {}
    const names = [...new Set(tags)]
    const change = newId()
    try {
      await results.announce(names, change)
    } catch {
      return async () => {
        await answerForIt()
        void settleLater(names, change) // it may have arrived after all
      }
    }
    return async () => {
      try {
        await results.settle(names, change)
      } catch {
        // What it touched stays in doubt, and nobody recalls it.
        logger.warn({ subgraph }, 'a change could not be settled yet')
        void settleLater(names, change)
      }
    }
  }
  return {
    announce,
    async around(tags, change) {
      const settle = await announce(tags)
      const result = await change()
      await settle()
      return result
    },
    owes: () => unannounced,
    renewAll: () => void payLater(),
    close: () => void (closed = true),
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
