import { parseEnvironment, serviceEnvironment } from '@cma/runtime/environment'
import { z } from 'zod'
import { plannerNames } from './plan/planner.ts'

const bytes = (preset: number) => z.coerce.number().int().min(1_000).default(preset)
const count = (preset: number) => z.coerce.number().int().min(1).default(preset)
const rate = (preset: number) => z.coerce.number().positive().default(preset)
const milliseconds = (preset: number) => z.coerce.number().int().min(10).default(preset)

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter(Boolean))

/** A JSON object of addresses by subgraph name. */
const addresses = z
  .string()
  .default('{}')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON: {"name": "http://..."}' })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string(), z.url({ protocol: /^https?$/ })))

export const routerEnvironment = serviceEnvironment.extend({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** Path of the composed supergraph; read again when it changes. */
  SUPERGRAPH: z.string().default('./supergraph.graphql'),
  /** Where subgraphs really are, over the addresses in the supergraph. */
  SUBGRAPH_URLS: addresses,
  PLANNER: z.enum(plannerNames).default('apollo'),
  /** Labels of `@override(from:, label:)` that hold, separated by commas; `percent(n)` needs no naming. */
  OVERRIDE_LABELS: list,
  /** Path of an Ed25519 private key as JWK: signs what subgraphs get to know of the caller. */
  IDENTITY_PRIVATE_KEY: z.string(),
  /** Path of the JWKS that subgraphs have: what another router signed is then known here too, also while keys change. */
  IDENTITY_PUBLIC_KEYS: z.string().optional(),
  /** Path of the secret with which identity signs session cookies. */
  AUTH_SECRET: z.string(),
  /** Origin of identity: `/auth/*` is passed on to it, and it is asked for grants. */
  AUTH_URL: z.url({ protocol: /^https?$/ }),
  /**
   * Public keys of the server that issues access tokens to partners' software: an http(s) address, or the path of a JWKS.
   * Absent: nothing is offered to partners.
   */
  PARTNER_JWKS: z.string().optional(),
  /** `iss` and `aud` that such a token must have. */
  PARTNER_ISSUER: z.string().optional(),
  PARTNER_AUDIENCE: z.string().optional(),
  /** Folder of the built web app; absent: no files are served. */
  WEB_DIR: z.string().optional(),
  /** Which operations signed-in people may run: any, or only those in the manifests of the app. */
  DOCUMENTS: z.enum(['any', 'trusted-for-staff']).default('any'),
  /** Manifests of trusted documents besides that in WEB_DIR, separated by commas: of the releases before. */
  DOCUMENT_MANIFESTS: list,
  /** Origins besides our own whose pages may call with a session cookie, separated by commas. */
  ALLOWED_ORIGINS: list,
  /** Whether a proxy of ours stands in front, whose X-Forwarded-For can be believed. */
  TRUST_PROXY: z
    .enum(['0', '1'])
    .default('0')
    .transform((value) => value === '1'),
  /** Whether clients may ask for the schema; where not said, everywhere but in production. */
  INTROSPECTION: z.enum(['0', '1']).optional(),

  MAX_BODY_BYTES: bytes(512 * 1024),
  MAX_TOKENS: count(5_000),
  MAX_DEPTH: count(20),
  MAX_ALIASES: count(60),
  MAX_FIELDS: count(2_000),
  MAX_ROOT_FIELDS: count(30),

  /** What one operation may cost, in the units of `@cost`, for people, partner software, and whoever has not signed in. */
  COST_BUDGET_STAFF: count(20_000),
  COST_BUDGET_PARTNER: count(5_000),
  COST_BUDGET_ANONYMOUS: count(100),

  /** Operations that one person may run, on all devices together: so many a second, and so many at once. */
  PERSON_OPERATIONS_PER_SECOND: rate(200),
  PERSON_OPERATIONS_AT_ONCE: count(1_000),
  /** The same for one partner's software. */
  PARTNER_OPERATIONS_PER_SECOND: rate(50),
  PARTNER_OPERATIONS_AT_ONCE: count(200),
  /** Requests from one address; behind one may be a centre's whole office. */
  ADDRESS_REQUESTS_PER_SECOND: rate(2_000),
  ADDRESS_REQUESTS_AT_ONCE: count(10_000),

  SUBGRAPH_TIMEOUT_MS: milliseconds(15_000),
  SUBGRAPH_CONNECTIONS: count(64),
  SUBGRAPH_MAX_RESPONSE_BYTES: bytes(32 * 1024 * 1024),

  /** Whether answers are remembered, as far as types opt in with `@cacheControl`. */
  RESULT_CACHE: z
    .enum(['0', '1'])
    .default('1')
    .transform((value) => value === '1'),
  /** Nothing is remembered longer, whatever its directive says. */
  RESULT_CACHE_MAX_AGE_MS: milliseconds(600_000).pipe(z.number().max(1_800_000)),
  /** Of this process; twice as many bytes at most. */
  RESULT_CACHE_LOCAL_CHARACTERS: bytes(16_000_000),
  /** Of this router's answers in Redis: above it nothing more is stored. */
  RESULT_CACHE_STORED_BYTES: bytes(128_000_000),
  /** A longer answer stays in this process. */
  RESULT_CACHE_VALUE_BYTES: bytes(64_000),

  MAX_SOCKETS: count(10_000),
  /** WebSockets of one session. */
  MAX_SOCKETS_PER_SESSION: count(20),
  MAX_OPERATIONS_PER_SOCKET: count(50),
  /** Bytes that may wait for a client that reads too slowly, before it is closed with 4430. */
  MAX_SOCKET_BUFFER_BYTES: bytes(1_000_000),
  /** How often an open WebSocket's session is looked at again, besides being told. */
  SESSION_RECHECK_MS: milliseconds(30_000),
  /** How long requests under way may take to finish when the router is asked to stop. */
  DRAIN_MS: milliseconds(8_000),
})
export type RouterEnvironment = z.infer<typeof routerEnvironment>

/** @throws one error that lists every problem */
export function readEnvironment(variables?: NodeJS.ProcessEnv): RouterEnvironment {
  return parseEnvironment(routerEnvironment, variables)
}
