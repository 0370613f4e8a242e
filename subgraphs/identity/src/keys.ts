// Every key that identity keeps in the key-value store. The router reads the first three: README.md says how.

/** `{"session": {...}, "user": {...}}`, written by better-auth. The token is the part of the cookie before its last dot. */
export const sessionKey = (token: string) => `auth:${token}`
/** Milliseconds since 1970: sessions of the person that began at or before it are over. */
export const revokedBeforeKey = (personId: string) => `revoked-sessions-before-${personId}`
/** `{"c": {centreId: [role]}, "n": {networkId: [role]}}` */
export const grantsKey = (personId: string) => `grants:${personId}`

/** `[{"token", "expiresAt"}]`: which sessions a person has; written by better-auth. */
export const sessionListKey = (personId: string) => `auth:active-sessions-${personId}`

/** A session ends this long after sign-in, used or not: one working day. */
export const sessionSeconds = 12 * 60 * 60
