import { open, seal } from './seal.ts'

/** An answer as it is kept. */
export interface Remembered {
  /** The versions of its tags, as they were before it was fetched. */
  stamp: string
  /** JSON. */
  text: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

export function writeRemembered({ stamp, text, expiresAt }: Remembered, key: string, secret: Buffer): Buffer {
  return seal(`${expiresAt}\n${stamp}\n${text}`, key, secret)
}

/** Undefined when there is none, when it is another's or damaged, or when its time is over. */
export function readRemembered(sealed: Buffer | undefined, key: string, secret: Buffer): Remembered | undefined {
  const plain = sealed && open(sealed, key, secret)
  if (plain === undefined) return undefined
  const first = plain.indexOf('\n')
  const second = plain.indexOf('\n', first + 1)
  const expiresAt = Number(plain.slice(0, first))
  if (!(expiresAt > Date.now())) return undefined
  return { expiresAt, stamp: plain.slice(first + 1, second), text: plain.slice(second + 1) }
}
