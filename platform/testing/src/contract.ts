import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'

/** The operations that outside software relies on, word for word, by name. */
export function contractOperations(): Map<string, string> {
  const text = readFileSync(new URL('../contract/main-job.graphql', import.meta.url), 'utf8')
  const operations = parse(text).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return new Map(
    operations.map((operation) => [operation.name!.value, text.slice(operation.loc!.start, operation.loc!.end)]),
  )
}
