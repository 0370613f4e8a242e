// Generates what the contracts and slices imply, into subgraphs/<domain>/src/generated (ignored by git):
//   prisma/       the client of prisma/<domain>/schema.prisma
//   resolvers.ts  the resolver types of subgraphs/<domain>/schema.graphql
// `node prisma/generate.ts [domain...]`; without a name, all. Needs no database and no network.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { generate } from '@graphql-codegen/cli'
import { domains } from './roles.ts'

const here = dirname(fileURLToPath(import.meta.url))
const subgraphFolder = (domain: string) => join(here, '..', 'subgraphs', domain)

async function generateClient(domain: string): Promise<void> {
  const schema = join(here, domain, 'schema.prisma')
  if (!existsSync(schema)) throw new Error(`there is no prisma/${domain}/schema.prisma`)
  const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js')
  await promisify(execFile)(process.execPath, [prisma, 'generate', '--schema', schema], {
    cwd: here,
    env: {
      ...process.env,
      // Prisma insists on having its schema engine, which it would download, and does not run it to generate.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  })
}

async function generateResolverTypes(domain: string): Promise<void> {
  const folder = subgraphFolder(domain)
  const schema = join(folder, 'schema.graphql')
  if (!existsSync(schema)) throw new Error(`there is no subgraphs/${domain}/schema.graphql`)
  const output = join(folder, 'src', 'generated', 'resolvers.ts')
  await generate(
    {
      schema,
      silent: true,
      errorsOnly: true,
      generates: {
        [output]: {
          plugins: ['typescript', 'typescript-resolvers'],
          config: {
            federation: true,
            enumsAsTypes: true,
            useTypeImports: true,
            emitLegacyCommonJSImports: false,
            importExtension: '.ts',
            contextType: '../context.ts#Context',
            // Rows hold Date objects; clients send ISO text.
            scalars: {
              ID: 'string',
              Date: { input: 'string', output: 'Date | string' },
              DateTime: { input: 'string', output: 'Date | string' },
              JSON: 'unknown',
            },
            mappers: await mappersOf(folder),
          },
        },
      },
    },
    true,
  )
}

/** Which row stands behind which type: `export const mappers = { Case: './generated/prisma/client.ts#Case' }`, paths from src/generated. */
async function mappersOf(folder: string): Promise<Record<string, string>> {
  const path = join(folder, 'codegen.mappers.ts')
  if (!existsSync(path)) return {}
  return ((await import(pathToFileURL(path).href)) as { mappers: Record<string, string> }).mappers
}

const named = process.argv.slice(2)
const failures: string[] = []
for (const domain of named.length > 0 ? named : domains) {
  for (const [what, run] of [['client', generateClient], ['resolver types', generateResolverTypes]] as const) {
    try {
      await run(domain)
      console.log(`${domain}: ${what}`)
    } catch (error) {
      failures.push(`${domain}: ${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
for (const failure of failures) console.error(failure)
process.exit(failures.length > 0 ? 1 : 0)
