import { Kind, visit, type ASTNode, type FragmentDefinitionNode } from 'graphql'
import type { JsonObject } from '../execute/data.ts'
import type { ParsedOperation } from './parse-document.ts'

/**
 * Both planners go wrong where a field with `@requires` and a condition that a variable decides come together: they forget
 * to fetch what is required, or fetch it under the wrong condition. Such an operation is planned for each set of values.
 * @returns the variables that decide, none where the operation may be planned once for all values
 */
export function variablesToSettle({ document }: ParsedOperation, requiring: ReadonlySet<string>): string[] {
  const names = new Set<string>()
  let isHard = false
  visit(document, {
    Field: (field) => void (isHard ||= requiring.has(field.name.value)),
    Directive(directive) {
      const variable = conditionVariable(directive)
      if (variable !== undefined) names.add(variable)
    },
  })
  return isHard ? [...names] : []
}

/** The operation with the conditions that these variables decide put in as literals. */
export function settleConditions(parsed: ParsedOperation, variables: JsonObject): ParsedOperation {
  const settled = <Node extends ASTNode>(node: Node): Node =>
    visit(node, {
      Directive(directive) {
        const name = conditionVariable(directive)
        if (name === undefined) return undefined
        const value = { kind: Kind.BOOLEAN, value: variables[name] === true } as const
        return { ...directive, arguments: directive.arguments?.map((argument) => ({ ...argument, value })) }
      },
    })
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const [name, fragment] of parsed.fragments) fragments.set(name, settled(fragment))
  return { document: settled(parsed.document), operation: settled(parsed.operation), fragments }
}

function conditionVariable(directive: ASTNode & { kind: Kind.DIRECTIVE }): string | undefined {
  if (directive.name.value !== 'skip' && directive.name.value !== 'include') return undefined
  const value = directive.arguments?.[0]?.value
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined
}
