import type { Results, TagVersion } from '@cma/runtime/results'
import { subgraphTag } from '@cma/runtime/result-tags'
import { changing } from '@cma/runtime/results'
import type { JsonObject } from '../execute/data.ts'
import { deriveSecrets, keyOf } from './keys.ts'
import { createLease } from './lease.ts'
import { createLevels } from './levels.ts'
import { tagsOf, type Question } from './question.ts'
import type { Remembered } from './remembered.ts'

/** Answers that are remembered for callers of one authorization scope. */
export type Recall = (questions: readonly Question[]) => Promise<Recalled>

export interface Recalled {
  /** In the order asked; each belongs to the receiver. */
  answers: (JsonObject | undefined)[]
  /**
   * An answer that is already under way may be had by whoever saw the same versions: it is then no older than what
   * they saw. False: by nobody.
   */
  sharing: string | false
  /** Keeps what a subgraph answered to the question of that place. Nobody waits for it. */
  remember(place: number, answer: JsonObject): void
}

export interface ResultCache {
  recallFor(scope: string): Recall
  /** After a change that its subgraph could not announce. Resolves when nothing from before it is recalled any more here. */
  voidAnswersOf(subgraph: string): Promise<void>
  /** Whether the store is believed at the moment. */
  active(): boolean
  stop(): void
}

export type Outcome = 'hit' | 'miss' | 'bypassed'

export interface ResultCacheOptions {
  results: Results
  /** Of the routers alone, such as the private part of their signing key; values are sealed with what is derived from it. */
  secret: string
  subgraphs: () => Iterable<string>
  /** Nothing is remembered longer, whatever its directive says. */
  maxAgeMs?: number
  /** Characters in this process. */
  localSize?: number
  /** Bytes of this router's values in the store, and of one value. */
  storedBytes?: number
  valueBytes?: number
  observe?: (outcome: Outcome, subgraph: string) => void
  /** Mistakes that the consistency checker plants, to see that it would notice them. */
  bugs?: { ignoresVersions?: boolean; stampsAfterFetching?: boolean }
}

export function createResultCache(options: ResultCacheOptions): ResultCache {
  const { results, subgraphs, observe, bugs = {}, maxAgeMs = 600_000 } = options
  const { localSize = 16_000_000, storedBytes = 128_000_000, valueBytes = 64_000 } = options
  const { sealing, naming } = deriveSecrets(options.secret)
  const levels = createLevels({ results, sealing, localSize, storedBytes, valueBytes })
  const lease = createLease({ results, subgraphs })

  const bypass = (questions: readonly Question[]): Recalled => {
    for (const { selection } of questions) observe?.('bypassed', selection.subgraph)
    return { answers: questions.map(() => undefined), sharing: false, remember: () => {} }
  }

  const recall = async (questions: readonly Question[], scope: string): Promise<Recalled> => {
    const tagLists = questions.map(tagsOf)
    if (!lease.holds() || tagLists.includes(undefined)) return bypass(questions)
    const asked = questions.map((question, place) => ({
      question,
      tags: tagLists[place]!,
      key: keyOf(question, scope, naming),
    }))
    const tags = [...new Set(asked.flatMap((one) => one.tags))]
    const now = Date.now()
    const versions = new Map<string, TagVersion>()
    let found: (Remembered | undefined)[]
    try {
      const looked = await levels.look(
        tags,
        asked.map(({ key }) => key),
      )
      found = looked.found
      tags.forEach((tag, place) => versions.set(tag, looked.versions[place]))
    } catch {
      lease.doubt()
      return bypass(questions)
    }
    if (!lease.holds()) return bypass(questions)
    const counts = (remembered: Remembered | undefined, place: number): boolean =>
      remembered !== undefined && (bugs.ignoresVersions || remembered.stamp === stampOf(asked[place]!.tags, versions))
    const recalled = found.map((remembered, place) => (counts(remembered, place) ? remembered : undefined))
    const missing = asked.filter((_, place) => !recalled[place])
    recalled.forEach((remembered, place) =>
      observe?.(remembered ? 'hit' : 'miss', asked[place]!.question.selection.subgraph),
    )

    const answers = recalled.map((remembered) => remembered && (JSON.parse(remembered.text) as JsonObject))
    const unknown = [...new Set(missing.flatMap((one) => one.tags))].filter((tag) => versions.get(tag) === undefined)
    try {
      if (unknown.length > 0) {
        const begun = await results.begin(unknown)
        unknown.forEach((tag, place) => versions.set(tag, begun[place]))
      }
    } catch {
      lease.doubt()
      return { answers, sharing: false, remember: () => {} }
    }
    const stamps = missing.map((one) => stampOf(one.tags, versions))
    return {
      answers,
      sharing: !stamps.includes(undefined) && [...new Set(stamps)].join(','),
      remember(place, answer) {
        const { question, tags: own, key } = asked[place]!
        const text = JSON.stringify(answer)
        const expiresAt = now + Math.min(question.selection.rule.maxAgeMs, maxAgeMs)
        const keep = async () => {
          const stamp = bugs.stampsAfterFetching ? await stampNow(own) : stampOf(own, versions)
          if (stamp !== undefined) await levels.keep(key, { stamp, text, expiresAt })
        }
        keep().catch(lease.doubt)
      },
    }
  }
  const stampNow = async (tags: readonly string[]) => {
    const { versions } = await results.read({ tags, keys: [] })
    return stampOf(tags, new Map(tags.map((tag, place) => [tag, versions[place]])))
  }
  return {
    recallFor: (scope) => (questions) => recall(questions, scope),
    async voidAnswersOf(subgraph) {
      await results.renew([subgraphTag(subgraph)]).catch(lease.lapse)
    },
    active: lease.holds,
    stop: lease.stop,
  }
}

/** Undefined while a tag changes or has no version: then nothing counts and nothing is kept. */
function stampOf(tags: readonly string[], versions: ReadonlyMap<string, TagVersion>): string | undefined {
  let stamp = ''
  for (const tag of tags) {
    const version = versions.get(tag)
    if (version === undefined || version === changing) return undefined
    stamp += `${version} `
  }
  return stamp
}
