import { InMemoryCache } from '@apollo/client'
import { generatePersistedQueryManifest } from '@apollo/generate-persisted-query-manifest'
import { Kind, type DocumentNode } from 'graphql'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import config from '../../persisted-documents.config.ts'
import * as generated from '../generated/graphql.ts'
import { documentId, documentText } from './document-ids.ts'

test('every operation of the app has the id and the text that the manifest has', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const documents = [config.documents].flat().map((pattern) => String(pattern).replace(/^(!?)/, `$1${root}`))
  const manifest = await generatePersistedQueryManifest({ ...config, documents }, undefined)
  const cache = new InMemoryCache() // adds __typename, as it does before the link
  const operations = Object.entries(generated as Record<string, unknown>)
    .filter(([name, value]) => name.endsWith('Document') && isOperation(value))
    .map(([, value]) => cache.transformDocument(value as DocumentNode))
  expect(operations.length).toBeGreaterThan(30)

  const sent = await Promise.all(
    operations.map(async (one) => ({ id: await documentId(one), body: documentText(one) })),
  )
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  expect(sent.sort(byId)).toEqual(manifest.operations.map(({ id, body }) => ({ id, body })).sort(byId))
}, 60_000) // the generator reads every source file

function isOperation(value: unknown): boolean {
  const { definitions } = value as DocumentNode
  return definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)
}
