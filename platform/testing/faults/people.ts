import type { Role } from '@cma/runtime'
import { emailOf, staff, type PersonKey } from '@cma/local/demo/people'
import { signIn, type SignedIn } from '../src/system.ts'

/** Somebody of the demo, signed in, with what decides which alerts are meant for them. */
export type SignedInPerson = {
  key: PersonKey
  id: string
  client: SignedIn
  roles: readonly Role[]
  /** The centres at which the roles count. */
  centreIds: string[]
}

const wanted = [
  'adviser@north',
  'second.adviser@north',
  'trainee@north',
  'supervisor@north',
  'safeguarding@north',
  'manager@north',
  'adviser@south',
  'second.adviser@south',
  'supervisor@south',
  'manager@south',
  'compliance@network',
  'admin@network',
] as const satisfies PersonKey[]

export async function signInPeople(url: string): Promise<Map<PersonKey, SignedInPerson>> {
  const people = new Map<PersonKey, SignedInPerson>()
  for (const key of wanted) {
    const client = await signIn(url, emailOf(key))
    const { viewer } = await client.ask<{ viewer: { user: { id: string }; centres: { id: string }[] } }>(
      '{ viewer { user { id } centres { id } } }',
    )
    const { roles } = staff[key] as { roles?: readonly Role[] }
    const { network = [] } = staff[key] as { network?: readonly Role[] }
    const centreIds = viewer.centres.map(({ id }) => id)
    people.set(key, { key, id: viewer.user.id, client, roles: [...(roles ?? []), ...network], centreIds })
  }
  return people
}
