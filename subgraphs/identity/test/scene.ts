// What the tests of this domain set their scenes with.
import { newId, type Claims, type Role } from '@cma/runtime'
import { startSubgraph, type SubgraphOptions } from '@cma/testing'
import { createNetwork } from '../src/create-network.ts'
import { createPerson } from '../src/create-person.ts'
import { isNetworkRole } from '../src/roles.ts'
import { serviceOf } from '../src/service.ts'
import { subgraph } from '../src/subgraph.ts'

export const password = 'a-plain-long-passphrase'

export type Place = { id: string; networkId: string; name: string }
export type Somebody = { id: string; email: string; name: string; claims: Claims }

/** Identity, running over a database of its own, and the means to people it. */
export async function aScene(options: SubgraphOptions = {}) {
  const running = await startSubgraph(subgraph, options)
  const { people } = serviceOf(running.services)

  /** A network of its own with as many centres. */
  async function someCentres(count: number): Promise<Place[]> {
    const names = Array.from({ length: count }, (_, index) => `Centre ${index + 1} ${newId().slice(-6)}`)
    const { networkId, centreIds } = await createNetwork(people, {
      name: 'A network',
      centres: names.map((name) => ({ name })),
    })
    return centreIds.map((id, index) => ({ id, networkId, name: names[index]! }))
  }

  /** A person with these roles at the centre; network-wide ones are held for its network. */
  async function somebody({
    at,
    roles = ['ADVISER'],
    name = 'Alex Example',
    ...more
  }: {
    at: Place
    roles?: Role[]
    name?: string
    password?: string
    telephone?: string
  }): Promise<Somebody> {
    const id = newId()
    const email = `${id}@example.org`
    const atCentre = roles.filter((role) => !isNetworkRole(role)) as never[]
    const inNetwork = roles.filter(isNetworkRole)
    await createPerson(people, {
      id,
      name,
      email,
      ...more,
      centres: atCentre.length > 0 ? [{ centreId: at.id, roles: atCentre }] : [],
      networks: inNetwork.length > 0 ? [{ networkId: at.networkId, roles: inNetwork }] : [],
    })
    return {
      id,
      email,
      name,
      claims: {
        sub: id,
        kind: 'USER',
        c: atCentre.length > 0 ? { [at.id]: atCentre } : {},
        n: inNetwork.length > 0 ? { [at.networkId]: inNetwork } : {},
        scopes: [],
      },
    }
  }

  return { ...running, people, someCentres, somebody, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}

/** Software of a partner that may look at the centre. */
export const aPartner = (at: Place): Claims => ({
  sub: newId(),
  kind: 'PARTNER',
  c: { [at.id]: ['PARTNER_APP'] },
  n: {},
  scopes: [],
})
