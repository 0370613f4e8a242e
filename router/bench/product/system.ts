/**
 * The product itself, as `npm start` runs it, with data of its own: PostgreSQL, Redis, the subgraphs and this router.
 * The other routers get the same supergraph, and an identity signed with the product's key.
 */
import { readFile, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import path from 'node:path'
import { startSystem } from '@cma/testing/system'
import { importJWK, SignJWT, type JWK } from 'jose'

export interface Product {
  /** What its router was started with, to start others beside it. */
  routerEnvironment: Record<string, string>
  cookie: string
  /** Cases that the signed-in adviser sees. */
  caseIds: string[]
  /** The supergraph with the addresses that the subgraphs have in this run. */
  supergraph: string
  /** What the subgraphs accept as the same adviser. */
  identity: string
  stop: () => Promise<void>
}

const email = 'adviser@north.example'

/** Everything starts on this process's core. */
export async function startProduct(): Promise<Product> {
  const system = await startSystem()
  try {
    const routerEnvironment = environmentOf(system.pidOf('router'))
    const adviser = await system.signIn(email)
    const { viewer } = await adviser.ask<Viewer>('{ viewer { user { id } centres { id } roles } }')
    const { cases } = await adviser.ask<Cases>('{ cases(first: 20) { edges { node { id } } } }')
    const addresses = JSON.parse(routerEnvironment['SUBGRAPH_URLS'] ?? '{}') as Record<string, string>
    const sdl = await promisify(readFile)(new URL('../../../supergraph.graphql', import.meta.url), 'utf8')
    const key = JSON.parse(readFileSync(path.join(system.dataDir, 'keys/identity-signing.json'), 'utf8')) as JWK
    return {
      routerEnvironment,
      cookie: adviser.cookie,
      caseIds: cases.edges.map(({ node }) => node.id),
      supergraph: withAddresses(sdl, addresses),
      identity: await signFor(viewer, key),
      stop: async () => system[Symbol.asyncDispose](),
    }
  } catch (error) {
    await system[Symbol.asyncDispose]()
    throw error
  }
}

interface Viewer {
  viewer: { user: { id: string }; centres: { id: string }[]; roles: string[] }
}

interface Cases {
  cases: { edges: { node: { id: string } }[] }
}

/** The router lives a minute with a token; the peers are given one that outlives the benchmark. */
async function signFor({ user, centres, roles }: Viewer['viewer'], key: JWK): Promise<string> {
  const claims = { kind: 'USER', c: Object.fromEntries(centres.map(({ id }) => [id, roles])), n: {}, scopes: [] }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', ...(key.kid !== undefined && { kid: key.kid }) })
    .setSubject(user.id)
    .setAudience('subgraphs')
    .setIssuedAt()
    .setExpirationTime('6h')
    .sign(await importJWK(key, 'EdDSA'))
}

/** Replaces the address of each subgraph in its `@join__graph`. Throws when one is not found there. */
export function withAddresses(sdl: string, addresses: Record<string, string>): string {
  return Object.entries(addresses).reduce((text, [name, url]) => {
    const pattern = new RegExp(`(@join__graph\\(name: "${name}", url: ")[^"]*`)
    if (!pattern.test(text)) throw new Error(`supergraph.graphql has no subgraph ${name}`)
    return text.replace(pattern, `$1${url}`)
  }, sdl)
}

/** The environment a process was started with: the supervisor alone knows the ports it chose. */
function environmentOf(pid: number): Record<string, string> {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  )
}
