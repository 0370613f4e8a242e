/**
 * Composes the supergraph from `supergraph.yaml` (rover's format), without rover and without a download.
 *
 *   node router/src/compose.ts [--check] [supergraph.yaml] [supergraph.graphql]
 *
 * `--check` writes nothing and fails when the committed supergraph is not what the subgraphs compose to.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { composeServices } from '@apollo/composition'
import { parse as parseGraphql } from 'graphql'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { partnerTag, VariantInvalid, variantOf } from './supergraph/variant.ts'

/** rover's format, as far as local files go; anything else is refused rather than ignored. */
const supergraphFile = z.strictObject({
  federation_version: z.union([z.string(), z.number()]).optional(),
  subgraphs: z.record(
    z.string(),
    z.strictObject({ routing_url: z.url(), schema: z.strictObject({ file: z.string() }) }),
  ),
})

export interface Composed {
  sdl: string
  /** What composition remarks on though it succeeded, one line each. */
  hints: string[]
}

/** Why the subgraphs do not compose: one line a problem, each with composition's own code. */
export class CompositionFailed extends Error {
  override name = 'CompositionFailed'
}

/** Reads rover's `supergraph.yaml` and the schema files it names (relative to it), and composes them. */
export async function composeSupergraph(yamlFile: string): Promise<Composed> {
  const { subgraphs } = supergraphFile.parse(parseYaml(await readFile(yamlFile, 'utf8')))
  const services = await Promise.all(
    Object.entries(subgraphs).map(async ([name, { routing_url, schema }]) => {
      const file = path.resolve(path.dirname(yamlFile), schema.file)
      return { name, url: routing_url, typeDefs: await readSdl(file) }
    }),
  )
  const result = composeServices(services)
  if (result.errors) {
    throw new CompositionFailed(
      result.errors.map((error) => `${String(error.extensions['code'])}: ${error.message}`).join('\n'),
    )
  }
  return {
    sdl: `${result.supergraphSdl.trimEnd()}\n`,
    hints: result.hints.map((hint) => `${hint.definition.code}: ${hint.message.split('\n')[0]}`),
  }
}

async function readSdl(file: string) {
  const text = await readFile(file, 'utf8')
  try {
    return parseGraphql(text)
  } catch (error) {
    throw new CompositionFailed(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function main(args: string[]): Promise<void> {
  const check = args.includes('--check')
  const [yamlFile = 'supergraph.yaml', output = 'supergraph.graphql'] = args.filter((arg) => !arg.startsWith('--'))
  const { sdl, hints } = await composeSupergraph(yamlFile)
  if (sdl.includes(`@tag(name: "${partnerTag}")`)) variantOf(sdl, partnerTag) // throws when partners would get no valid schema
  for (const hint of hints) console.error(`hint ${hint}`)
  if (!check) {
    await writeFile(output, sdl)
    console.error(`${output}: composed, ${sdl.length} characters`)
  } else if (sdl !== (await readFile(output, 'utf8').catch(() => ''))) {
    throw new CompositionFailed(
      `${output} is not what the subgraphs compose to. Run: node router/src/compose.ts, and commit the result.`,
    )
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof CompositionFailed || error instanceof VariantInvalid ? error.message : error)
    process.exitCode = 1
  })
}
