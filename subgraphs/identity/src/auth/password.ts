import { hash, verify } from '@node-rs/argon2'

// OWASP's second choice for argon2id: 19 MiB, two passes. 40 ms here, and 20 sign-ins at once fit in 400 MB.
// 2 is Algorithm.Argon2id, an ambient enum that type stripping can't import.
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const shortestPassword = 12
/** Longer ones would only cost the server time. */
export const longestPassword = 128

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), argon2id)

export const verifyPassword = ({ hash: known, password }: { hash: string; password: string }): Promise<boolean> =>
  verify(known, password.normalize('NFKC'))

/**
 * Why a password may not be chosen, as a sentence for the person who chooses it; undefined when it may.
 * Length counts, not the kinds of characters (NIST SP 800-63B 3.1.1.2).
 */
export function weaknessOf(password: string, { email }: { email: string }): string | undefined {
  if (password.length < shortestPassword)
    return `A password needs at least ${shortestPassword} characters. Three or four words make a good one.`
  if (password.length > longestPassword)
    return `A password can have at most ${longestPassword} characters. Choose a shorter one.`
  if (new Set(password).size < 5)
    return 'This password repeats a few characters and is easily guessed. Choose another one.'
  const [name] = email.split('@')
  if (name && name.length > 3 && password.toLowerCase().includes(name.toLowerCase()))
    return 'A password can’t contain your e-mail address. Choose another one.'
  return undefined
}
