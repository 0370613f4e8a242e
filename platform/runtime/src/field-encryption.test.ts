import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFieldEncryption } from './field-encryption.ts'

const key = () => randomBytes(32).toString('base64')
const place = { table: 'client', column: 'national_insurance_number', rowId: '1' }
const keys = { 1: key(), 2: key() }
const encryption = createFieldEncryption({ current: '1', keys })

test('what was encrypted comes back, and never twice the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
      const stored = encryption.encryptField(plain, place)
      expect(encryption.decryptField(stored, place)).toBe(plain)
      expect(encryption.encryptField(plain, place)).not.toBe(stored)
      if (plain.length > 3) expect(stored).not.toContain(plain)
    }),
  )
})

describe('does not decrypt', () => {
  const stored = encryption.encryptField('QQ123456C', place)
  test.each([
    ['in another row', { ...place, rowId: '2' }],
    ['in another column', { ...place, column: 'health' }],
    ['in another table', { ...place, table: 'household_member' }],
  ])('%s', (_, elsewhere) => {
    expect(() => encryption.decryptField(stored, elsewhere)).toThrow()
  })

  test('when any character was changed', () => {
    for (let at = 0; at < stored.length; at += 1) {
      const other = stored[at] === 'A' ? 'B' : 'A'
      const changed = stored.slice(0, at) + other + stored.slice(at + 1)
      // The last character of base64url may carry unused bits; then it is the same value.
      if (
        changed
          .split('.')
          .map((part) => Buffer.from(part, 'base64url').toString('hex'))
          .join() ===
          stored
            .split('.')
            .map((part) => Buffer.from(part, 'base64url').toString('hex'))
            .join() &&
        at > 1
      )
        continue
      expect(() => encryption.decryptField(changed, place), `character ${at}`).toThrow()
    }
  })

  test('under another key of the same name', () => {
    expect(() => createFieldEncryption({ current: '1', keys: { 1: key() } }).decryptField(stored, place)).toThrow()
  })
})

test('a new current key leaves what the old one encrypted readable', () => {
  const stored = encryption.encryptField('secret', place)
  const rotated = createFieldEncryption({ current: '2', keys })
  expect(rotated.decryptField(stored, place)).toBe('secret')
  expect(rotated.encryptField('secret', place)).toMatch(/^2\./)
})

test.each([
  [{ current: '1', keys: { 1: 'c2hvcnQ=' } }, /32 bytes/],
  [{ current: '3', keys }, /does not have it|do not have it/],
  [{}, /current/],
])('keys that are not right are refused: %#', (file, message) => {
  expect(() => createFieldEncryption(file)).toThrow(message)
})
