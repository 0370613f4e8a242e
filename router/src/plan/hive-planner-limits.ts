import { Kind, visit, type DocumentNode } from 'graphql'
import type { Supergraph } from '../supergraph/supergraph.ts'

/**
 * Who plans an operation where Hive's planner is chosen. That of 0.0.38, the newest, ends the whole process on some fields with
 * `@requires` below another entity, and keeps one of several fragments on types of an interface object: such
 * operations are Apollo's. Apollo's in turn confuses two fields that require one field with different arguments: those are Hive's,
 * in a process of its own (`apart`), which may end.
 */
export type PlannedBy = 'hive' | 'apollo' | 'hive apart'

export function chooseForHive({
  requiredFields,
  interfaceObjectTypes,
}: Pick<Supergraph, 'requiredFields' | 'interfaceObjectTypes'>): (document: DocumentNode) => PlannedBy {
  return (document) => {
    const types = new Set<string>()
    const requiring = new Set<string>()
    visit(document, {
      [Kind.FIELD]: ({ name }) => void (requiredFields.requiring.has(name.value) && requiring.add(name.value)),
      [Kind.INLINE_FRAGMENT]({ typeCondition }) {
        if (typeCondition && interfaceObjectTypes.has(typeCondition.name.value)) types.add(typeCondition.name.value)
      },
    })
    const withArguments = requiring.intersection(requiredFields.withArguments)
    if (withArguments.size > 1 && withArguments.size === requiring.size && types.size < 2) return 'hive apart'
    return requiring.size > 0 || types.size > 1 ? 'apollo' : 'hive'
  }
}
