import type { Claims } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { revokedBeforeKey } from './keys.ts'
import { everyCaller } from '../test/callers.ts'
import { aScene } from '../test/scene.ts'

// What becomes of sessions is tested with real ones in auth/revocation.test.ts.
const stack = fileStack()
const scene = stack.use(await aScene())

const document =
  'mutation { signOutEverywhere { __typename ... on SignedOutEverywhere { sessionsEnded } ... on Refused { code field } } }'
const signOut = async (claims: Claims) =>
  (await scene.as(claims).ask<{ signOutEverywhere: object }>(document)).signOutEverywhere

test('who may: every person, for themself alone; software never', async () => {
  const [centre] = await scene.someCentres(1)
  const other = await scene.somebody({ at: centre! })
  for (const caller of everyCaller(centre!)) {
    const outcome =
      caller.kind === 'USER'
        ? { __typename: 'SignedOutEverywhere', sessionsEnded: 0 }
        : { __typename: 'Refused', code: 'NOT_ALLOWED', field: null }
    expect(await signOut(caller.claims)).toEqual(outcome)
    expect((await scene.services.keyValue.get(revokedBeforeKey(caller.claims.sub))) !== undefined).toBe(
      caller.kind === 'USER',
    )
  }
  expect(await scene.services.keyValue.get(revokedBeforeKey(other.id))).toBeUndefined()
})
