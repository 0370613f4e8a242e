import { hash } from 'node:crypto'
import type { LedgerEvent } from './ledger.ts'

/**
 * Tags of remembered results: whatever was made of an entity carries its tag, and whoever changes the entity gives the
 * tag another version. A tag is the Redis key of that version. The part in braces decides a cluster's slot, so that the
 * tags of one type (of one centre, for lists) can be read at once. Ids are hashed: keys show up in logs and dumps.
 */
const prefix = 'results:tag:'

/** One entity. */
export const entityTag = (type: string, id: string): string => `${prefix}{${type}}:${digest(id)}`

/** Any entity of a type: for what was made of entities that were not known before they were read. */
export const typeTag = (type: string): string => `${prefix}{${type}}`

/** Any entity of a type that belongs to a centre: for lists. */
export const listTag = (type: string, centreId: string): string => `${prefix}{${digest(centreId)}}:${type}`

/** All that a subgraph ever answered. */
export const subgraphTag = (subgraph: string): string => `${prefix}{!${subgraph}}`

/** The tags of everything that a change may have made old. */
export function tagsOfEvent({ entities, centreId }: Pick<LedgerEvent, 'entities' | 'centreId'>): string[] {
  return entities.flatMap(({ type, id }) => [
    entityTag(type, id),
    typeTag(type),
    ...(centreId === null ? [] : [listTag(type, centreId)]),
  ])
}

/** PostgreSQL takes a uuid in capitals, in braces and without hyphens too: however it is asked for, it has one tag. */
function digest(id: string): string {
  return hash('sha256', id.toLowerCase().replaceAll(/[^a-z0-9]/g, ''), 'base64url').slice(0, 22)
}
