import { readFile } from 'node:fs/promises'
import { z } from 'zod'

export interface TrustedDocument {
  id: string
  name: string
  body: string
}

/** Documents that were written by us, and reviewed with the app that sends them. */
export interface TrustedDocuments {
  byId(id: string): TrustedDocument | undefined
  /** Whether this text, word for word, is one of them. */
  hasText(text: string): boolean
  readonly all: readonly TrustedDocument[]
}

/** What @apollo/generate-persisted-query-manifest writes. */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({ id: z.string().min(1), name: z.string(), body: z.string().min(1), type: z.string().optional() }),
  ),
})

/**
 * Reads manifests: of the app that is served, and of releases before it whose pages are still open somewhere.
 * @throws when a file cannot be read or is no manifest
 */
export async function readTrustedDocuments(files: readonly string[]): Promise<TrustedDocuments> {
  const documents = new Map<string, TrustedDocument>()
  for (const file of files) {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (!parsed.success) throw new Error(`${file} is not an Apollo persisted-query manifest: ${parsed.error.message}`)
    for (const document of parsed.data.operations) documents.set(document.id, document)
  }
  const all = [...documents.values()]
  const texts = new Set(all.map(({ body }) => body))
  return { all, byId: (id) => documents.get(id), hasText: (text) => texts.has(text) }
}

export const noTrustedDocuments: TrustedDocuments = { all: [], byId: () => undefined, hasText: () => false }
