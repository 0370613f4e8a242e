import { existsSync, readFileSync } from 'node:fs'
import type { CodegenConfig } from '@graphql-codegen/cli'

/**
 * Resolver types of every subgraph, from its schema.graphql into src/generated/graphql.ts.
 * `subgraphs/<name>/codegen.json` names the row behind each type: { "mappers": { "Case": "./prisma/client.ts#Case" } }.
 */
const subgraphs = ['identity', 'cases', 'compliance', 'audit'].filter((name) =>
  existsSync(`subgraphs/${name}/schema.graphql`),
)

const config: CodegenConfig = {
  generates: Object.fromEntries(
    subgraphs.map((name) => [
      `subgraphs/${name}/src/generated/graphql.ts`,
      {
        schema: `subgraphs/${name}/schema.graphql`,
        plugins: ['typescript', 'typescript-resolvers'],
        config: {
          federation: true,
          mappers: mappersOf(name),
          contextType: '../context.ts#Context',
          enumsAsTypes: true,
          useTypeImports: true,
          emitLegacyCommonJSImports: false,
          importExtension: '.ts',
          scalars: {
            ID: 'string',
            Date: 'string',
            DateTime: { input: 'string', output: 'Date | string' },
            JSON: 'unknown',
          },
        },
      },
    ]),
  ),
}

function mappersOf(name: string): Record<string, string> {
  const file = `subgraphs/${name}/codegen.json`
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { mappers: Record<string, string> }).mappers : {}
}

export default config
