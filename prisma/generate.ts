// Generates what the contracts and slices imply, into subgraphs/<domain>/src/generated (ignored by git):
//   prisma/       the client of prisma/<domain>/schema.prisma
//   graphql.ts    the resolver types of subgraphs/<domain>/schema.graphql (see codegen.ts)
// `node prisma/generate.ts [domain...]`; without a name, all. Needs no database and no network.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { generate } from '@graphql-codegen/cli'
import { domains } from './roles.ts'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')
process.chdir(root) // the paths in codegen.ts are relative
const { default: codegen } = await import('../codegen.ts')

const sliceOf = (domain: string) => join(here, domain, 'schema.prisma')

async function generateClient(schema: string): Promise<void> {
  if (!existsSync(schema)) throw new Error(`there is no ${relative(root, schema)}`)
  const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js')
  await promisify(execFile)(process.execPath, [prisma, 'generate', '--schema', schema], {
    cwd: here,
    env: {
      // Prisma insists on having its schema engine, which it would download, and does not run it to generate.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  })
}

// One subgraph at a time, so that a contract that does not parse is reported by name and stops no other.
async function generateResolverTypes(domain: string): Promise<void> {
  const output = Object.entries(codegen.generates).find(([path]) => path.startsWith(`subgraphs/${domain}/`))
  if (!output) throw new Error(`there is no subgraphs/${domain}/schema.graphql`)
  await generate(
    { ...codegen, cwd: root, silent: true, errorsOnly: true, generates: Object.fromEntries([output]) },
    true,
  )
}

const named = process.argv.slice(2)
const steps = (named.length > 0 ? named : domains).flatMap((domain) => [
  { name: `${domain}: client`, run: () => generateClient(sliceOf(domain)) },
  { name: `${domain}: resolver types`, run: () => generateResolverTypes(domain) },
])
if (named.length === 0) {
  const probe = join(root, 'platform', 'runtime', 'probe', 'schema.prisma')
  steps.push({ name: "the runtime's probe: client", run: () => generateClient(probe) })
}
let failed = false
for (const { name, run } of steps) {
  try {
    await run()
    console.log(name)
  } catch (error) {
    failed = true
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
process.exit(failed ? 1 : 0)
