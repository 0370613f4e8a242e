import { Kind, parse, visit, type DocumentNode } from 'graphql'

/** What `@requires` and `@fromContext` say in a supergraph, by names of fields: enough to know which operations planners find hard. */
export interface RequiredFields {
  /** Fields with a `@requires`, or with an argument `@fromContext`. */
  requiring: ReadonlySet<string>
  /** Those whose `@requires` gives a field arguments. */
  withArguments: ReadonlySet<string>
}

export function readRequiredFields(supergraph: DocumentNode): RequiredFields {
  const requiring = new Set<string>()
  const withArguments = new Set<string>()
  visit(supergraph, {
    FieldDefinition(field) {
      for (const directive of field.directives ?? []) {
        if (directive.name.value !== 'join__field') continue
        for (const { name, value } of directive.arguments ?? []) {
          if (name.value === 'contextArguments') requiring.add(field.name.value)
          if (name.value !== 'requires' || value.kind !== Kind.STRING) continue
          requiring.add(field.name.value)
          if (givesArguments(value.value)) withArguments.add(field.name.value)
        }
      }
    },
  })
  return { requiring, withArguments }
}

function givesArguments(fieldSet: string): boolean {
  let found = false
  visit(parse(`{${fieldSet}}`, { noLocation: true }), { Argument: () => void (found = true) })
  return found
}
