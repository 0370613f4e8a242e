import { ApolloLink } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { Kind, print, type DefinitionNode, type DocumentNode } from 'graphql'

/**
 * Sends the id of each operation instead of its text. The server has the texts from the build's
 * persisted-documents.json, and asks for one that it does not know. Where the browser has no SHA-256, which it keeps
 * for secure pages, texts are sent as ever.
 */
export function createDocumentIdLink(): ApolloLink {
  if (globalThis.crypto?.subtle === undefined) return new ApolloLink((operation, forward) => forward(operation))
  return new PersistedQueryLink({ generateHash: documentId })
}

/** SHA-256 of the document's text, in hexadecimal: the id that the manifest's generator gives it. */
export async function documentId(document: DocumentNode): Promise<string> {
  const bytes = new TextEncoder().encode(documentText(document))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The text word for word as the manifest has it: the operation first, then its fragments by name. */
export function documentText(document: DocumentNode): string {
  const place = (definition: DefinitionNode) =>
    definition.kind === Kind.OPERATION_DEFINITION ? '' : 'name' in definition ? (definition.name?.value ?? '') : ''
  const definitions = [...document.definitions].sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0))
  return print({ ...document, definitions })
}
