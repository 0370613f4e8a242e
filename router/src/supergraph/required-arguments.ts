import { Kind, parse, visit, type DocumentNode, type SelectionSetNode } from 'graphql'

/**
 * Names of the fields that some `@requires` asks with arguments. A client may ask the same field with other arguments,
 * and planners then mix the two up or send a document in which they conflict. For these fields the router plans
 * under an alias of its own (`planKey`), so that the client's and the required one never meet.
 */
export function fieldsRequiredWithArguments(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(supergraph, {
    Directive(node) {
      if (node.name.value !== 'join__field') return
      for (const { name, value } of node.arguments ?? []) {
        if (name.value === 'requires' && value.kind === Kind.STRING) collect(value.value, names)
      }
    },
  })
  return names
}

function collect(fieldSet: string, names: Set<string>): void {
  const walk = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD && selection.arguments?.length) names.add(selection.name.value)
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) walk(selection.selectionSet)
    }
  }
  for (const definition of parse(`{${fieldSet}}`, { noLocation: true }).definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet)
  }
}

const PREFIX = 'cma_plan_'

/** The key under which a field's value stands in the merged data, for the client's `responseKey`. */
export function planKey(required: ReadonlySet<string>, fieldName: string, responseKey: string): string {
  return required.has(fieldName) ? PREFIX + responseKey : responseKey
}

/** A step of an error's path as the client knows it. */
export function clientStep(step: string | number): string | number {
  return typeof step === 'string' && step.startsWith(PREFIX) ? step.slice(PREFIX.length) : step
}
