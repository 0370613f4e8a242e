// better-auth's tables and columns under the names of prisma/identity/schema.prisma.
// A test asks better-auth whether the migrated database lacks anything that it needs.

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

export const tableNames = {
  user: { modelName: 'person', fields: { ...times, emailVerified: 'email_verified' } },
  account: {
    modelName: 'credential',
    fields: {
      ...times,
      userId: 'person_id',
      providerId: 'provider_id',
      accountId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  // Kept in the store, so there is no such table.
  session: {},
} as const

export const twoFactorTableNames = {
  modelName: 'two_factor',
  fields: {
    userId: 'person_id',
    backupCodes: 'backup_codes',
    failedVerificationCount: 'failed_verification_count',
    lockedUntil: 'locked_until',
  },
} as const
