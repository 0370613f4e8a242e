import { createHash } from 'node:crypto'

export const roles = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'NETWORK_ADMIN',
  'AUDITOR',
  'CLIENT',
  'PARTNER_APP',
  'SYSTEM',
] as const
export type Role = (typeof roles)[number]

export type ActorKind = 'USER' | 'PARTNER' | 'SYSTEM'

/** Roles by id: `c` at centres, `n` at every centre of a network. The form of the token's claims and of `app.enter`. */
export type Grants = { c: Record<string, Role[]>; n: Record<string, Role[]> }

/** Who acts. What `app.enter` needs; a `Viewer` is one too. */
export type Actor = { kind: ActorKind; id: string; grants: Grants }

export type Viewer = Actor & {
  scopes: ReadonlySet<string>
  sessionId: string | undefined
  /** A hash of everything that decides what the viewer may see. */
  authorizationScope: string
  /** Network roles included. */
  rolesAt(centreId: string): ReadonlySet<Role>
  /** One of the roles at the centre. */
  hasRole(centreId: string, ...anyOf: Role[]): boolean
  /** One of the roles at any centre or network. */
  hasRoleAnywhere(...anyOf: Role[]): boolean
  seesCentre(centreId: string): boolean
  centreIds(): string[]
}

/** The centres of a network, by its id. */
export type CentresOf = (networkId: string) => readonly string[]

export type Claims = {
  sub: string
  kind: ActorKind
  c: Grants['c']
  n: Grants['n']
  scopes: string[]
  sid?: string | undefined
}

const none: ReadonlySet<Role> = new Set()

/** The platform itself, as an actor of background work: sees every centre. */
export const systemActor: Actor = { kind: 'SYSTEM', id: 'system', grants: { c: {}, n: {} } }

export function viewerOf(claims: Claims, centresOf: CentresOf): Viewer {
  const rolesByCentre = new Map<string, Set<Role>>()
  const grant = (centreId: string, granted: Role[]) => {
    const held = rolesByCentre.get(centreId) ?? new Set()
    for (const role of granted) held.add(role)
    rolesByCentre.set(centreId, held)
  }
  for (const [centreId, granted] of Object.entries(claims.c)) grant(centreId, granted)
  for (const [networkId, granted] of Object.entries(claims.n))
    for (const centreId of centresOf(networkId)) grant(centreId, granted)
  const rolesAt = (centreId: string) => rolesByCentre.get(centreId) ?? none
  return {
    kind: claims.kind,
    id: claims.sub,
    grants: { c: claims.c, n: claims.n },
    scopes: new Set(claims.scopes),
    sessionId: claims.sid,
    authorizationScope: authorizationScopeOf(claims),
    rolesAt,
    hasRole: (centreId, ...anyOf) => anyOf.some((role) => rolesAt(centreId).has(role)),
    hasRoleAnywhere: (...anyOf) =>
      [...Object.values(claims.c), ...Object.values(claims.n)].some((granted) =>
        anyOf.some((role) => granted.includes(role)),
      ),
    seesCentre: (centreId) => rolesByCentre.has(centreId),
    centreIds: () => [...rolesByCentre.keys()],
  }
}

/** Equal for callers who see the same, whatever the order of their grants. */
export function authorizationScopeOf({ kind, sub, c, n, scopes }: Claims): string {
  const sorted = (grants: Record<string, Role[]>) =>
    Object.entries(grants)
      .map(([id, granted]) => [id, granted.toSorted()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  const canonical = JSON.stringify([kind, sub, sorted(c), sorted(n), scopes.toSorted()])
  return createHash('sha256').update(canonical).digest('base64url')
}
