import { Kind, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

/** What one operation may ask at most. `Infinity` switches a limit off. */
export interface DocumentLimits {
  /** Lexical tokens of the document, counted while parsing. */
  maxTokens: number
  /** Levels of fields below the root, fragments resolved. */
  maxDepth: number
  /** Aliased fields, fragments resolved: an alias makes one field cost many times. */
  maxAliases: number
  /** Fields in all, fragments resolved. */
  maxFields: number
  /** Fields at the root: each may be a fetch of its own. */
  maxRootFields: number
}

export const noLimits: DocumentLimits = {
  maxTokens: Infinity,
  maxDepth: Infinity,
  maxAliases: Infinity,
  maxFields: Infinity,
  maxRootFields: Infinity,
}

interface Measure {
  depth: number
  aliases: number
  fields: number
}

/** Sentences about each limit that the operation exceeds. Valid documents only: fragments must not be cyclic. */
export function exceededLimits(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  limits: DocumentLimits,
): string[] {
  const measured = new Map<string, Measure>() // a fragment spread many times is walked once
  const measure = (set: SelectionSetNode): Measure => {
    const total: Measure = { depth: 0, aliases: 0, fields: 0 }
    for (const selection of set.selections) {
      const part = ofSelection(selection)
      total.depth = Math.max(total.depth, part.depth)
      total.aliases += part.aliases
      total.fields += part.fields
    }
    return total
  }
  const ofSelection = (selection: SelectionSetNode['selections'][number]): Measure => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return measure(selection.selectionSet)
    if (selection.kind === Kind.FIELD) {
      const below = selection.selectionSet ? measure(selection.selectionSet) : { depth: 0, aliases: 0, fields: 0 }
      return { depth: below.depth + 1, aliases: below.aliases + (selection.alias ? 1 : 0), fields: below.fields + 1 }
    }
    const name = selection.name.value
    const known = measured.get(name)
    if (known) return known
    const fragment = fragments.get(name)
    const result = fragment ? measure(fragment.selectionSet) : { depth: 0, aliases: 0, fields: 0 }
    measured.set(name, result)
    return result
  }
  const { depth, aliases, fields } = measure(operation.selectionSet)
  const rootFields = operation.selectionSet.selections.length
  return [
    over('levels of fields', depth, limits.maxDepth),
    over('aliases', aliases, limits.maxAliases),
    over('fields', fields, limits.maxFields),
    over('fields at the root', rootFields, limits.maxRootFields),
  ].filter((sentence) => sentence !== undefined)
}

function over(what: string, count: number, limit: number): string | undefined {
  if (count <= limit) return undefined
  return `The operation has ${count} ${what}, and at most ${limit} are allowed. Ask for less at once.`
}
