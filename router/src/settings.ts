import { access } from 'node:fs/promises'
import path from 'node:path'
import type { RouterEnvironment } from './environment.ts'

// What the environment says, in the form in which each part takes it.

export function limitsOf(environment: RouterEnvironment) {
  return {
    maxTokens: environment.MAX_TOKENS,
    maxDepth: environment.MAX_DEPTH,
    maxAliases: environment.MAX_ALIASES,
    maxFields: environment.MAX_FIELDS,
    maxRootFields: environment.MAX_ROOT_FIELDS,
  }
}

export function budgetsOf(environment: RouterEnvironment) {
  return {
    staff: environment.COST_BUDGET_STAFF,
    partner: environment.COST_BUDGET_PARTNER,
    anonymous: environment.COST_BUDGET_ANONYMOUS,
  }
}

export function ratesOf(environment: RouterEnvironment) {
  return {
    person: { perSecond: environment.PERSON_OPERATIONS_PER_SECOND, burst: environment.PERSON_OPERATIONS_AT_ONCE },
    partner: { perSecond: environment.PARTNER_OPERATIONS_PER_SECOND, burst: environment.PARTNER_OPERATIONS_AT_ONCE },
    address: { perSecond: environment.ADDRESS_REQUESTS_PER_SECOND, burst: environment.ADDRESS_REQUESTS_AT_ONCE },
    trustProxy: environment.TRUST_PROXY,
  }
}

export function introspects({ INTROSPECTION, NODE_ENV }: RouterEnvironment): boolean {
  return INTROSPECTION === undefined ? NODE_ENV !== 'production' : INTROSPECTION === '1'
}

/** Files of trusted documents: that of the web app, where it has one, and those of earlier releases. */
export async function manifestsOf({ WEB_DIR, DOCUMENT_MANIFESTS }: RouterEnvironment): Promise<string[]> {
  if (WEB_DIR === undefined) return DOCUMENT_MANIFESTS
  const own = path.join(WEB_DIR, 'persisted-documents.json')
  const isThere = await access(own).then(
    () => true,
    () => false,
  )
  return isThere ? [own, ...DOCUMENT_MANIFESTS] : DOCUMENT_MANIFESTS
}

/** How partners' access tokens are known; undefined: nothing is offered to partners. */
export function partnerTokensOf({ PARTNER_JWKS, PARTNER_ISSUER, PARTNER_AUDIENCE }: RouterEnvironment) {
  if (PARTNER_JWKS === undefined) return undefined
  if (PARTNER_ISSUER === undefined || PARTNER_AUDIENCE === undefined) {
    throw new Error('PARTNER_JWKS needs PARTNER_ISSUER and PARTNER_AUDIENCE: a token must be meant for this graph.')
  }
  return { jwks: PARTNER_JWKS, issuer: PARTNER_ISSUER, audience: PARTNER_AUDIENCE }
}
