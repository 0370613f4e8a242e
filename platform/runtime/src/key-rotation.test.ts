import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileStack, waitUntil } from '@cma/testing'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { expect, test } from 'vitest'
import { openChangingFile } from './changing-file.ts'
import { createIdentitySigner, createIdentityVerifier, openKeyFile } from './identity-token.ts'
import type { Claims } from './viewer.ts'

const stack = fileStack()
const folder = await mkdtemp(path.join(tmpdir(), 'keys-'))
stack.defer(() => rm(folder, { recursive: true }))

let files = 0
const aFile = () => path.join(folder, `${++files}.json`)

/** In one step, as whoever replaces keys should do it. */
async function replace(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content))
  await rename(`${file}.new`, file)
}

async function aKey(kid: string): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return { privateJwk: { ...(await exportJWK(privateKey)), kid }, publicJwk: { ...(await exportJWK(publicKey)), kid } }
}

const claims: Claims = { sub: 'somebody', kind: 'USER', c: {}, n: {}, scopes: [] }

test('a key that is added to the file is known at once, one that is taken out is refused from the next look on', async () => {
  const [one, two] = [await aKey('one'), await aKey('two')]
  const [signOne, signTwo] = [await createIdentitySigner(one.privateJwk), await createIdentitySigner(two.privateJwk)]
  const file = aFile()
  await replace(file, { keys: [one.publicJwk] })
  const verify = createIdentityVerifier(await openKeyFile(file, { lookMs: 20 }))
  const [byOne, byTwo] = [await signOne(claims), await signTwo(claims)]
  expect(await verify(byOne)).toMatchObject({ sub: 'somebody' })
  expect(await verify(byTwo)).toBeUndefined()

  await replace(file, { keys: [one.publicJwk, two.publicJwk] })
  expect(await verify(byTwo)).toMatchObject({ sub: 'somebody' })
  expect(await verify(byOne)).toMatchObject({ sub: 'somebody' })

  await replace(file, { keys: [two.publicJwk] })
  await waitUntil('the old key to be forgotten', async () => (await verify(byOne)) === undefined)
  expect(await verify(byTwo)).toMatchObject({ sub: 'somebody' })
})

test('a file that is broken, empty of keys or gone changes nothing', async () => {
  const one = await aKey('one')
  const token = await (await createIdentitySigner(one.privateJwk))(claims)
  const file = aFile()
  await replace(file, { keys: [one.publicJwk] })
  const keys = await openKeyFile(file)
  const verify = createIdentityVerifier(keys)
  await writeFile(file, '{"keys":[')
  expect(await keys.look()).toBe(false)
  await replace(file, { keys: [] })
  expect(await keys.look()).toBe(false)
  await rm(file)
  expect(await keys.look()).toBe(false)
  expect(await verify(token)).toBeDefined()
  await replace(file, { keys: [one.publicJwk] })
  expect(await keys.look()).toBe(true)
})

test('a changing file is looked at no more often than told', async () => {
  let now = 0
  const file = aFile()
  await writeFile(file, '"a"')
  const changing = await openChangingFile(file, (text) => JSON.parse(text) as string, { lookMs: 100, now: () => now })
  await writeFile(file, '"bb"')
  now = 99
  changing.lookIfDue()
  expect(changing.current()).toBe('a')
  now = 100
  changing.lookIfDue()
  await waitUntil('the new value', () => changing.current() === 'bb')
  expect(changing.version).toBe(1)
})

test('there must be a file to begin with', async () => {
  await expect(openKeyFile(path.join(folder, 'none.json'))).rejects.toThrow('ENOENT')
})
