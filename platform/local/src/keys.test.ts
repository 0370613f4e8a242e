import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFieldEncryption, createIdentitySigner, createIdentityVerifier } from '@cma/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { ensureKeys } from './keys.ts'

test('keys are made once, for their owner only, and do what they are for', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cma keys '))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const keys = ensureKeys(dataDir)
  expect(ensureKeys(dataDir)).toEqual(keys)
  for (const path of [keys.identityPrivateKey, keys.fieldKeys, keys.authSecret])
    expect(statSync(path).mode & 0o077).toBe(0)

  const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as never
  const claims = { sub: 'somebody', kind: 'USER' as const, c: {}, n: {}, scopes: [] }
  const token = await (await createIdentitySigner(json(keys.identityPrivateKey)))(claims)
  expect(await createIdentityVerifier(json(keys.identityPublicKeys))(token)).toMatchObject(claims)
  expect(readFileSync(keys.identityPublicKeys, 'utf8')).not.toContain('"d"')

  const encryption = createFieldEncryption(json(keys.fieldKeys))
  const place = { table: 'client', column: 'health', rowId: '1' }
  expect(encryption.decryptField(encryption.encryptField('asthma', place), place)).toBe('asthma')
})
