import { isJsonObject, type JsonObject } from '../execute/data.ts'
import type { Asked } from '../execute/entity-fetch.ts'
import type { Execution, SubgraphRequest, SubgraphResponse } from '../execute/execution.ts'
import type { Question } from './question.ts'

/** What is remembered of the entities of one fetch; only the others are asked for. */
export interface RecalledEntities {
  /** Remembered ones, in the form in which a subgraph answers them. */
  found: { part: Asked; data: JsonObject }[]
  missing: Asked[]
  /** What goes with the request for the missing ones. */
  asked: Pick<SubgraphRequest, 'sharing'>
  /** Before the answer is merged: merging takes it over. */
  remember(response: SubgraphResponse): void
}

export async function recallEntities(
  all: readonly Asked[],
  { send, variables }: Execution,
): Promise<RecalledEntities | undefined> {
  if (!send.recall) return undefined
  const places = new Map<Asked, number>()
  const questions: Question[] = []
  for (const part of all) {
    const selection = part.group.cacheable
    if (!selection) continue
    places.set(part, questions.length)
    for (const representation of part.representations) questions.push({ selection, representation, variables })
  }
  if (questions.length === 0) return undefined
  const { answers, sharing, remember } = await send.recall(questions)

  const found: RecalledEntities['found'] = []
  const missing: Asked[] = []
  /** For each missing part, the places of its representations among the questions. */
  const placesOf = new Map<Asked, number[]>()
  for (const part of all) {
    const first = places.get(part)
    if (first === undefined) {
      missing.push(part)
      continue
    }
    const { responseKey } = part.group
    const known = part.representations.map((_, index) => answers[first + index])
    const have = pick(part, (index) => known[index] !== undefined)
    if (have.receivers.length > 0) found.push({ part: have, data: { [responseKey]: known.filter(Boolean) } })
    const rest = pick(part, (index) => known[index] === undefined)
    placesOf.set(
      rest,
      known.flatMap((answer, index) => (answer ? [] : [first + index])),
    )
    missing.push(rest)
  }
  return {
    found,
    missing,
    asked: { sharing },
    remember({ data, errors }) {
      if (errors || !isJsonObject(data)) return
      for (const [part, at] of placesOf) {
        const entities = data[part.group.responseKey]
        if (!Array.isArray(entities) || entities.length !== at.length) continue
        // An entity that the subgraph does not know may appear by something that bumps no tag of it: not remembered.
        at.forEach((place, index) => {
          const entity: unknown = entities[index]
          if (isJsonObject(entity)) remember(place, entity)
        })
      }
    },
  }
}

function pick({ group, representations, receivers }: Asked, wanted: (index: number) => boolean): Asked {
  return {
    group,
    representations: representations.filter((_, index) => wanted(index)),
    receivers: receivers.filter((_, index) => wanted(index)),
  }
}
