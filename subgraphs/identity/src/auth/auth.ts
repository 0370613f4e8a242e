import { newId, type KeyValue, type Nudges } from '@cma/runtime'
import { APIError, betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins'
import { sessionSeconds } from '../keys.ts'
import type { SystemPool } from '../system-pool.ts'
import { hashPassword, longestPassword, shortestPassword, verifyPassword } from './password.ts'
import { choosePassword } from './choose-password.ts'
import { consequences } from './consequences.ts'
import { sessionStorage } from './session-storage.ts'
import { tableNames, twoFactorTableNames } from './table-names.ts'
import { createThrottle } from './throttle.ts'
import { trustedOrigins } from './trusted-origins.ts'

export type AuthParts = {
  people: SystemPool
  store: KeyValue
  nudges: Nudges
  /** At least 32 characters; signs cookies and encrypts authenticator secrets. */
  secret: string
  /** Where browsers reach the router, such as https://casework.example. */
  publicUrl: string
  /** Messages only; better-auth's arguments may hold personal data. */
  log: (level: 'error' | 'warn', message: string) => void
  /** Told after each entry in the ledger, so that it is sealed at once. */
  recorded: () => void
}

export type Auth = ReturnType<typeof createAuth>

/**
 * better-auth with e-mail and password, TOTP and backup codes. Sessions live in the store, not in the database.
 * Nobody signs themself up: people are added by `addUser`. The cookie is `cma.session_token`, and
 * `__Secure-cma.session_token` where the public address is https.
 */
export function createAuth({ people, store, nudges, secret, publicUrl, log, recorded }: AuthParts) {
  const throttle = createThrottle(store, secret)
  const auth = betterAuth({
    appName: 'Casework',
    baseURL: publicUrl,
    basePath: '/auth',
    secret,
    database: people,
    secondaryStorage: sessionStorage(store),
    ...tableNames,
    trustedOrigins: trustedOrigins(publicUrl),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      ...tableNames.session,
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      // For one address; a whole centre may share one. What protects an account is the throttle, and the plugin's lock.
      window: 60,
      max: 120,
      customRules: {
        '/sign-in/email': { window: 60, max: 60 },
        '/two-factor/*': { window: 60, max: 60 },
        '/change-password': { window: 60, max: 20 },
      },
      customStorage: { get: async () => null, set: async () => {}, consume: throttle.consume },
    },
    databaseHooks: {
      session: {
        create: {
          async before(session) {
            const { rows } = await people.query<{ active: boolean }>('select active from person where id = $1', [
              session.userId,
            ])
            // The same answer as for a wrong password: a closed account is nobody's business.
            if (!rows[0]?.active)
              throw APIError.from('UNAUTHORIZED', {
                code: 'INVALID_EMAIL_OR_PASSWORD',
                message: 'Invalid email or password',
              })
            const latest = new Date(Date.now() + sessionSeconds * 1_000)
            // Where somebody is, is not ours to keep: the address serves the rate limit and is then dropped.
            return { data: { ipAddress: '', expiresAt: session.expiresAt < latest ? session.expiresAt : latest } }
          },
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Casework',
        schema: { twoFactor: twoFactorTableNames, user: { fields: { twoFactorEnabled: 'two_factor_enabled' } } },
      }),
      choosePassword({ people, store, nudges, recorded }),
      consequences({ people, store, nudges, throttle, recorded }),
    ],
    advanced: {
      cookiePrefix: 'cma',
      useSecureCookies: publicUrl.startsWith('https:'),
      // Said aloud, because better-auth would leave both checks out where NODE_ENV is test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      database: { generateId: () => newId() },
      // Set by the router, which overwrites what a browser sends.
      ipAddress: { ipAddressHeaders: ['x-cma-client-ip'] },
    },
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => log(level === 'error' ? 'error' : 'warn', message) },
    // What is no refusal goes on to the runtime, which logs it without its values.
    onAPIError: { throw: true },
  })
  return auth
}
