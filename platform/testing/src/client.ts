import { readFileSync } from 'node:fs'
import { createIdentitySigner, identityHeader, type Claims } from '@cma/runtime'
import { createClient } from 'graphql-ws'
import { inject } from 'vitest'
import WebSocket from 'ws'
import { streamOf, type EventStream } from './event-stream.ts'

export type GraphqlError = { message: string; path?: (string | number)[]; extensions?: { code?: string } }
export type Answer<Data> = { status: number; data: Data; errors: GraphqlError[] | undefined }

export type Client = {
  /** Sends the operation, and answers with whatever came back, errors included. */
  send<Data = Record<string, unknown>>(document: string, variables?: Record<string, unknown>): Promise<Answer<Data>>
  /** Sends the operation, and fails when anything in the answer is an error. */
  ask<Data = Record<string, unknown>>(document: string, variables?: Record<string, unknown>): Promise<Data>
  subscribe<Data = Record<string, unknown>>(document: string, variables?: Record<string, unknown>): EventStream<Data>
}

/** A client of a subgraph that calls as the viewer, with a token as the router would sign it. */
export function clientFor(url: string, viewer: Claims): Client {
  const token = () => signIdentity(viewer)
  return graphqlClient({
    url,
    headers: async () => ({ [identityHeader]: await token() }),
    connectionParams: async () => ({ identity: await token() }),
  })
}

/** Signs claims with the key of the test run. */
export async function signIdentity(claims: Claims): Promise<string> {
  signer ??= createIdentitySigner(
    JSON.parse(readFileSync(inject('keys').identityPrivateKey, 'utf8')) as Record<string, string>,
  )
  return (await signer)(claims)
}
let signer: ReturnType<typeof createIdentitySigner> | undefined

export type ClientOptions = {
  /** The GraphQL address, http://.../graphql. */
  url: string
  headers?: () => Promise<Record<string, string>>
  connectionParams?: () => Promise<Record<string, unknown>>
}

export function graphqlClient({ url, headers = async () => ({}), connectionParams }: ClientOptions): Client {
  const send: Client['send'] = async (query, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await headers()) },
      body: JSON.stringify({ query, variables }),
    })
    const body = (await response.json()) as { data?: never; errors?: GraphqlError[] }
    return { status: response.status, data: body.data!, errors: body.errors }
  }
  return {
    send,
    async ask(query, variables) {
      const { data, errors } = await send<never>(query, variables)
      if (errors) throw new Error(`The answer has errors: ${JSON.stringify(errors)}`)
      return data
    },
    subscribe(query, variables) {
      class WithHeaders extends WebSocket {
        constructor(address: string, protocols: string) {
          super(address, protocols, { headers: socketHeaders })
        }
      }
      let socketHeaders: Record<string, string> = {}
      const socket = createClient({
        url: async () => {
          socketHeaders = await headers()
          return url.replace(/^http/, 'ws')
        },
        webSocketImpl: WithHeaders,
        retryAttempts: 0,
        ...(connectionParams && { connectionParams }),
      })
      return streamOf(socket, { query, ...(variables && { variables }) })
    },
  }
}
