import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createIdentityVerifier, identityHeader, openKeyFile } from '@cma/runtime'
import { fileStack, waitUntil } from '@cma/testing'
import { decodeProtectedHeader, exportJWK, generateKeyPair, type JWK } from 'jose'
import { expect, test } from 'vitest'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import { library } from './worlds/library.ts'

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())
const people = world.subgraph('people')

/** In one step, as whoever replaces keys should do it. */
async function replace(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content))
  await rename(`${file}.new`, file)
}

test('the signing key is replaced under way, and no request is refused', async () => {
  const fixture = await startRouterFixture(world.sdl)
  stack.defer(() => fixture.stop())
  const published = path.join(fixture.folder, 'published.json')
  await replace(published, { keys: [fixture.publicJwk] })
  const verify = createIdentityVerifier(await openKeyFile(published, { lookMs: 20 }))
  const kids = new Set<string | undefined>()
  let refused = 0
  people.before = async ({ headers }) => {
    const token = String(headers[identityHeader])
    kids.add(decodeProtectedHeader(token).kid)
    if (!(await verify(token))) refused += 1
  }
  stack.defer(() => void delete people.before)

  let going = true
  let asked = 0
  const clients = [1, 2, 3].map(async () => {
    while (going) {
      // Each turn a session of its own, as tokens are used again for half their life.
      const { cookie } = await fixture.signIn()
      const answer = await fixture.ask('{ person(id: "bo") { id } }', { cookie })
      expect(answer.body).toEqual({ data: { person: { id: 'bo' } } })
      asked += 1
    }
  })
  await waitUntil('requests under the old key', () => asked > 10)

  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const newJwk = { ...(await exportJWK(publicKey)), kid: 'new' } as JWK
  await replace(published, { keys: [fixture.publicJwk, newJwk] })
  await replace(path.join(fixture.folder, 'private.json'), { ...(await exportJWK(privateKey)), kid: 'new' })
  await waitUntil('the router to sign with the new key', () => kids.has('new'), { deadlineMs: 10_000 })
  kids.clear()
  const before = asked
  await waitUntil('requests under the new key', () => asked > before + 10)
  expect([...kids]).toEqual(['new'])
  await replace(published, { keys: [newJwk] })
  const after = asked
  await waitUntil('requests without the old key', () => asked > after + 10)
  going = false
  await Promise.all(clients)
  expect(refused).toBe(0)

  // What the router signed before the change may still come back from a subgraph that asks the graph.
  const { cookie } = await fixture.signIn()
  people.requests.length = 0
  await fixture.ask('{ person(id: "bo") { id } }', { cookie })
  const token = String(people.requests[0]?.headers[identityHeader])
  expect((await fixture.ask('{ ping }', { headers: { [identityHeader]: token } })).status).toBe(200)
})
