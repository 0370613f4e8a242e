import { createHash } from 'node:crypto'
import type { KeyValue } from '@cma/runtime/key-value'
import type { GraphRequest } from '../graph.ts'
import { HttpRefusal } from '../http/read-body.ts'
import type { SentOperation } from '../http/graphql-request.ts'
import { createLru } from './lru.ts'
import { noTrustedDocuments, type TrustedDocuments } from './trusted-documents.ts'

export interface DocumentsOptions {
  trusted?: TrustedDocuments
  /** Where documents are kept that clients register by themselves (Apollo's automatic persisted queries). */
  store?: Pick<KeyValue, 'get' | 'set'> | undefined
  /** A registered document that nobody registers again is forgotten after this. */
  ttlSeconds?: number
  /** Longer documents are run, but not kept. */
  maxCharacters?: number
}

/** The texts behind document ids. */
export interface Documents {
  /** Finds what to run, or throws an `HttpRefusal`. No promise where the store need not be asked. */
  find(sent: SentOperation, client: { trustedOnly: boolean }): GraphRequest | Promise<GraphRequest>
  /** Keeps a document that came with its hash; call it once the document has proved valid. */
  keep(request: GraphRequest): void
}

export function createDocuments(options: DocumentsOptions = {}): Documents {
  const { trusted = noTrustedDocuments, store, ttlSeconds = 24 * 3_600, maxCharacters = 32_000 } = options
  const known = createLru<string>(100_000) // a few thousand hashes
  const remember = (id: string, text: string) => {
    if (text.length <= maxCharacters) known.set(id, text)
  }

  const findStored = async (id: string): Promise<string> => {
    if (!store) throw new HttpRefusal(200, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported')
    // A store that does not answer has nothing: the client then sends the whole text.
    const text = isSha256(id) ? await store.get(`document:${id}`).catch(() => undefined) : undefined
    if (text === undefined || sha256(text) !== id) throw notFound()
    remember(id, text)
    return text
  }

  return {
    find({ documentId, query, operationName, variables }, { trustedOnly }) {
      const rest = { ...(operationName !== undefined && { operationName }), variables }
      const document = documentId === undefined ? undefined : trusted.byId(documentId)
      if (document) {
        const named = operationName === undefined || operationName === document.name
        return { ...rest, query: document.body, ...(named && { key: document.id }) }
      }
      if (query !== undefined) {
        if (trustedOnly && !trusted.hasText(query)) throw notTrusted()
        if (documentId === undefined || !store) return { ...rest, query }
        if (known.get(documentId) === query) return { ...rest, query }
        if (sha256(query) !== documentId) {
          throw new HttpRefusal(400, 'PERSISTED_QUERY_HASH_MISMATCH', 'The hash is not the SHA-256 of the document.')
        }
        return { ...rest, query, registers: documentId }
      }
      if (documentId === undefined) throw new HttpRefusal(400, 'BAD_REQUEST', 'There is no document.')
      if (trustedOnly) throw notFound()
      const text = known.get(documentId)
      if (text !== undefined) return { ...rest, query: text }
      return findStored(documentId).then((stored) => ({ ...rest, query: stored }))
    },
    keep({ query, registers: id }) {
      if (id === undefined || query.length > maxCharacters) return
      remember(id, query)
      // Not kept: then it is sent again.
      store?.set(`document:${id}`, query, { ttlSeconds }).catch(() => undefined)
    },
  }
}

/** The protocol's own words, which Apollo Client looks for; 200, as Apollo Server answers. */
function notFound(): HttpRefusal {
  return new HttpRefusal(200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
}

function notTrusted(): HttpRefusal {
  return new HttpRefusal(
    400,
    'DOCUMENT_NOT_TRUSTED',
    'Only operations of the app itself can be run here. Reload the page if it has been open for long.',
  )
}

function isSha256(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
