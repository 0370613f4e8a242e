import { hash, hkdfSync, type BinaryLike } from 'node:crypto'
import type { Question } from './question.ts'

/** What the router seals values with, and what it mixes into their keys. All routers of a graph derive the same. */
export interface CacheSecrets {
  sealing: Buffer
  naming: string
}

/** @param secret of the routers alone, such as the private part of their signing key */
export function deriveSecrets(secret: BinaryLike): CacheSecrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `result cache, ${purpose}`, 32))
  return { sealing: derive('values'), naming: derive('keys').toString('base64url') }
}

/**
 * The store's key for a question of callers with one authorization scope. It holds everything that the answer depends
 * on, hashed with a secret: representations and variables may be personal data. Braces keep the values of one scope in
 * one slot of a cluster.
 */
export function keyOf({ selection, representation, variables }: Question, scope: string, naming: string): string {
  const { subgraph, rule, digest: selected, variables: names } = selection
  // Absent and null are different: for an absent one the default counts.
  const values = names.map((name) =>
    Object.hasOwn(variables, name) && variables[name] !== undefined ? [variables[name]] : 0,
  )
  const group = rule.isPublic ? `public ${subgraph}` : scope
  const slot = digest(`${naming} slot ${group}`).slice(0, 22)
  return `results:value:{${slot}}:${digest(naming + JSON.stringify([group, subgraph, selected, representation, values]))}`
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url')
}
