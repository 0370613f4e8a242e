import type { Claims } from '@cma/runtime'
import { fileStack, statementsDuring } from '@cma/testing'
import { expect, test } from 'vitest'
import { aScene } from '../test/scene.ts'

// Who may see the list at all is tested in queries.test.ts.
const stack = fileStack()
const scene = stack.use(await aScene())
const ask = <Data>(claims: Claims, document: string, variables: Record<string, unknown> = {}) =>
  scene.as(claims).ask<Data>(document, variables)

test('users: searched by part of a name, literally; paged without gap or repeat; bounded', async () => {
  const [centre] = await scene.someCentres(1)
  const people = await Promise.all(
    Array.from({ length: 7 }, (_, index) => scene.somebody({ at: centre!, name: `Same Name ${index % 3}` })),
  )
  await scene.somebody({ at: centre!, name: '100% Sure' })
  const { claims } = people[0]!
  const page = `query ($first: Int, $after: String, $search: String) { users(centreId: "${centre!.id}", first: $first, after: $after, search: $search) { totalCount pageInfo { hasNextPage endCursor } edges { node { id name } } } }`
  type Page = {
    users: {
      totalCount: number
      pageInfo: { hasNextPage: boolean; endCursor: string }
      edges: { node: { id: string; name: string } }[]
    }
  }
  const found: string[] = []
  let after: string | undefined
  for (;;) {
    const { users } = await ask<Page>(claims, page, { first: 3, after, search: 'same name' })
    expect(users.totalCount).toBe(7)
    found.push(...users.edges.map(({ node }) => node.id))
    if (!users.pageInfo.hasNextPage) break
    after = users.pageInfo.endCursor
  }
  expect(found).toHaveLength(7)
  expect(new Set(found)).toEqual(new Set(people.map(({ id }) => id)))
  expect((await ask<Page>(claims, page, { search: '%' })).users.edges.map(({ node }) => node.name)).toEqual([
    '100% Sure',
  ])
  expect((await ask<Page>(claims, page, { search: '_' })).users.edges).toEqual([])
  for (const bad of [{ first: 0 }, { first: 101 }, { after: 'not-a-cursor' }]) {
    const { errors } = await scene.as(claims).send(page, bad)
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  }
})

test('who has left is shown to managers and administrators who ask for it, and to nobody else', async () => {
  const [centre] = await scene.someCentres(1)
  const [left, closed, boss, colleague] = [
    await scene.somebody({ at: centre!, name: 'Lee Left' }),
    await scene.somebody({ at: centre!, name: 'Cal Closed' }),
    await scene.somebody({ at: centre!, name: 'Bo Boss', roles: ['CENTRE_MANAGER'] }),
    await scene.somebody({ at: centre!, name: 'Al Colleague' }),
  ]
  await scene.database.query('update identity.membership set ended_at = now() where person_id = $1', [left.id])
  await scene.database.query('update identity.person set active = false where id = $1', [closed.id])
  const names = async (claims: Claims, includeInactive: boolean) =>
    (
      await ask<{ users: { edges: { node: { name: string } }[] } }>(
        claims,
        `{ users(centreId: "${centre!.id}", includeInactive: ${includeInactive}) { edges { node { name } } } }`,
      )
    ).users.edges.map(({ node }) => node.name)
  expect(await names(boss.claims, true)).toEqual(['Al Colleague', 'Bo Boss', 'Cal Closed', 'Lee Left'])
  expect(await names(boss.claims, false)).toEqual(['Al Colleague', 'Bo Boss'])
  expect(await names(colleague.claims, true)).toEqual(['Al Colleague', 'Bo Boss'])
})

test('a page of users costs a number of statements that does not depend on its size', async () => {
  const [centre] = await scene.someCentres(1)
  for (let index = 0; index < 15; index += 1) await scene.somebody({ at: centre!, name: `Person ${index}` })
  const boss = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const counted = async (first: number) =>
    (
      await statementsDuring(
        () =>
          ask(
            boss.claims,
            `{ users(centreId: "${centre!.id}", first: ${first}) { totalCount edges { node { name email telephone memberships { roles since user { name } centre { name } } } } } }`,
          ),
        { role: 'identity_app' },
      )
    ).statements.length
  const [few, many] = [await counted(2), await counted(15)]
  expect(many).toBe(few)
  expect(many).toBeLessThanOrEqual(7)
})
