import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Seals a value for one key of the store: AES-256-GCM, nonce first, tag last. Under another key it does not open. */
export function seal(plain: string, key: string, secret: Buffer): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(Buffer.from(key))
  return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** Undefined: not sealed by us for this key, or damaged. */
export function open(sealed: Buffer, key: string, secret: Buffer): string | undefined {
  if (sealed.length < 28) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(key)).setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
