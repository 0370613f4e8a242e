import { newId, type Claims, type Role } from '@cma/runtime'
import type { TestDatabase } from './database.ts'

export type TestCentre = { id: string; networkId: string }

/** A new centre, of a new network unless said; known to row-level security, and to identity when its own builder adds it. */
export async function aCentre(
  database: TestDatabase,
  { networkId = newId() }: { networkId?: string } = {},
): Promise<TestCentre> {
  const centre = { id: newId(), networkId }
  await database.query('insert into app.centre (id, network_id) values ($1, $2)', [centre.id, centre.networkId])
  return centre
}

export type ViewerOptions = {
  /** Where the roles are held. */
  at?: { id: string }
  /** Where roles for every centre of a network are held. */
  throughNetwork?: { networkId: string }
  /** Default: ADVISER. */
  roles?: Role[]
  kind?: Claims['kind']
  id?: string
  scopes?: string[]
}

/** Somebody who calls, as the router would describe them. Without a place to hold a role they hold none. */
export function aViewer({
  at,
  throughNetwork,
  roles = ['ADVISER'],
  kind = 'USER',
  id = newId(),
  scopes = [],
}: ViewerOptions = {}): Claims {
  return {
    sub: id,
    kind,
    c: at ? { [at.id]: roles } : {},
    n: throughNetwork ? { [throughNetwork.networkId]: roles } : {},
    scopes,
  }
}
