import { buildSchema, printSchema } from 'graphql'
import { existsSync, readFileSync } from 'node:fs'

const supergraphFile = new URL('../../supergraph.graphql', import.meta.url)

/** The SDL that clients see: supergraph.graphql without the router's own directives and types. */
export function apiSchema(): string {
  if (!existsSync(supergraphFile))
    throw new Error('supergraph.graphql is missing: compose it first (see router/README.md).')
  return clientSdl(readFileSync(supergraphFile, 'utf8'))
}

/** Drops what `join__`, `link__` and the federation directives add, by printing the schema without directives. */
export function clientSdl(supergraph: string): string {
  const printed = printSchema(buildSchema(supergraph, { assumeValid: true }))
  const definitions = printed.split(/\n\n(?=\S)/)
  const ours = definitions.filter(
    (definition) =>
      !/^(?:"""[^]*?"""\n)?(?:directive @|(?:scalar|enum|input) (?:join|link|core)__|schema )/.test(definition),
  )
  return ours.join('\n\n')
}
