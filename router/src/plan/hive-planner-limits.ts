import { Kind, visit, type DocumentNode } from 'graphql'
import type { Supergraph } from '../supergraph/supergraph.ts'

/**
 * Whether Hive's planner (0.0.38, the newest) must not be given an operation: it answers wrongly, or ends the whole process, on
 *  - a `@requires` of a field that has a `@requires` of its own,
 *  - fragments on several types of an interface that some subgraph knows as an interface object: it keeps one of them.
 */
export function isBeyondHive({
  requiredFields,
  interfaceObjectTypes,
}: Supergraph): (document: DocumentNode) => boolean {
  return (document) => {
    const types = new Set<string>()
    let chained = false
    visit(document, {
      [Kind.FIELD]: ({ name }) => void (chained ||= requiredFields.chained.has(name.value)),
      [Kind.INLINE_FRAGMENT]({ typeCondition }) {
        if (typeCondition && interfaceObjectTypes.has(typeCondition.name.value)) types.add(typeCondition.name.value)
      },
    })
    return chained || types.size > 1
  }
}
