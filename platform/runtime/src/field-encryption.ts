import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'

const keyFile = z.object({
  current: z.string(),
  keys: z.record(
    z.string().regex(/^[A-Za-z0-9_-]+$/),
    z.string().transform((text, ctx) => {
      const key = Buffer.from(text, 'base64')
      if (key.length !== 32) ctx.addIssue('a field key is 32 bytes in base64')
      return key
    }),
  ),
})

/** Where a value lives. It is bound to that place: moved to another row or column it does not decrypt. */
export type FieldPlace = { table: string; column: string; rowId: string }

export type FieldEncryption = {
  /** @returns `<key version>.<nonce>.<ciphertext and tag>`, the parts in base64url, for a text column */
  encryptField(plain: string, place: FieldPlace): string
  /** @throws when the value was changed, moved, or its key is gone */
  decryptField(stored: string, place: FieldPlace): string
}

/** AES-256-GCM. A new key is added as `current`; the older ones stay for what they encrypted. */
export function createFieldEncryption(file: unknown): FieldEncryption {
  const { current, keys } = keyFile.parse(file)
  const currentKey = keys[current]
  if (!currentKey) throw new Error(`The field keys name '${current}' as current and do not have it`)
  return {
    encryptField(plain, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', currentKey, nonce).setAAD(additional(current, place))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${current}.${nonce.toString('base64url')}.${body.toString('base64url')}`
    },
    decryptField(stored, place) {
      const [version = '', nonce = '', text = ''] = stored.split('.')
      const key = keys[version]
      if (!key) throw new Error(`There is no field key '${version}'`)
      const body = Buffer.from(text, 'base64url')
      const tagAt = body.length - 16
      if (tagAt < 0) throw new Error('The stored value is too short')
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
      decipher.setAAD(additional(version, place)).setAuthTag(body.subarray(tagAt))
      return Buffer.concat([decipher.update(body.subarray(0, tagAt)), decipher.final()]).toString('utf8')
    },
  }
}

function additional(version: string, { table, column, rowId }: FieldPlace): Buffer {
  return Buffer.from(`${version}:${table}.${column}:${rowId}`)
}
