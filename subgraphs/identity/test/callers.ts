// The callers of generated permission tests: every role of the contract, and software, at one centre.
import { newId, roles, type Claims, type Role } from '@cma/runtime'
import type { Place } from './scene.ts'

export type Caller = { role: Role; kind: 'USER' | 'PARTNER'; claims: Claims }

// Written out and not taken from roles.ts: these tests are to notice when that is wrong.
export const heldForNetworks: Role[] = ['COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR']

/** Each role as a person's, and as software's, which must never count for a command. */
export function everyCaller(at: Place): Caller[] {
  return (['USER', 'PARTNER'] as const).flatMap((kind) =>
    roles.map((role) => ({
      role,
      kind,
      claims: {
        sub: newId(),
        kind,
        c: heldForNetworks.includes(role) ? {} : { [at.id]: [role] },
        n: heldForNetworks.includes(role) ? { [at.networkId]: [role] } : {},
        scopes: [],
      },
    })),
  )
}

/** Where a caller's act is aimed: the caller's own centre, another of the same network, one of another network. */
export const aims = ['own', 'sibling', 'foreign'] as const
export type Aim = (typeof aims)[number]

/** What a command says to a caller, by the oracle: `doers` may, whoever sees the centre hears why not, nobody else learns that it exists. */
export function expected(doers: Role[], { role, kind }: Caller, aim: Aim): 'done' | 'NOT_ALLOWED' | 'NOT_FOUND' {
  const sees = aim === 'own' || (aim === 'sibling' && heldForNetworks.includes(role))
  if (!sees) return 'NOT_FOUND'
  return kind === 'USER' && doers.includes(role) ? 'done' : 'NOT_ALLOWED'
}

export const outcomeOf = (result: { __typename: string; code?: string }): string =>
  result.__typename === 'Refused' ? result.code! : 'done'
