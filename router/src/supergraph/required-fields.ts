import { Kind, parse, visit, type DocumentNode, type SelectionSetNode } from 'graphql'

/** What `@requires` says in a supergraph, by names of fields: enough to know which operations planners find hard. */
export interface RequiredFields {
  /** Fields with a `@requires`. */
  requiring: ReadonlySet<string>
  /** Those whose `@requires` needs a field that has one itself. */
  chained: ReadonlySet<string>
}

export function readRequiredFields(supergraph: DocumentNode): RequiredFields {
  const needed = new Map<string, Set<string>>()
  visit(supergraph, {
    FieldDefinition(field) {
      for (const directive of field.directives ?? []) {
        if (directive.name.value !== 'join__field') continue
        for (const { name, value } of directive.arguments ?? []) {
          if (name.value !== 'requires' || value.kind !== Kind.STRING) continue
          const names = needed.get(field.name.value) ?? new Set()
          needed.set(field.name.value, names)
          collect(value.value, names)
        }
      }
    },
  })
  const requiring = new Set(needed.keys())
  const chained = [...needed].filter(([, names]) => !names.isDisjointFrom(requiring)).map(([name]) => name)
  return { requiring, chained: new Set(chained) }
}

function collect(fieldSet: string, names: Set<string>): void {
  const walk = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value)
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) walk(selection.selectionSet)
    }
  }
  for (const definition of parse(`{${fieldSet}}`, { noLocation: true }).definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet)
  }
}
