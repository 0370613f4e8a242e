import { Kind, visit, type DocumentNode } from 'graphql'
import type { Supergraph } from '../supergraph/supergraph.ts'

/**
 * Which operations Hive's planner may plan. That of 0.0.38, the newest, ends the whole process on some fields with `@requires` below
 * another entity, confuses two that require one field with different arguments, knows no `@fromContext`, and keeps one of several
 * fragments on types of an interface object: such operations are Apollo's.
 */
export function hiveMayPlan({
  requiredFields,
  interfaceObjectTypes,
}: Pick<Supergraph, 'requiredFields' | 'interfaceObjectTypes'>): (document: DocumentNode) => boolean {
  return (document) => {
    const types = new Set<string>()
    let requires = false
    visit(document, {
      [Kind.FIELD]: ({ name }) => void (requires ||= requiredFields.requiring.has(name.value)),
      [Kind.INLINE_FRAGMENT]({ typeCondition }) {
        if (typeCondition && interfaceObjectTypes.has(typeCondition.name.value)) types.add(typeCondition.name.value)
      },
    })
    return !requires && types.size < 2
  }
}
