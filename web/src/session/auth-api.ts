/** The answers of the sign-in service (better-auth) to what this app asks of it. */
export type AuthAnswer<Data> = { ok: true; data: Data } | { ok: false; status: number; code: string | undefined }

/** Posts to `/auth/<path>`. `status` 0 means that the server could not be reached. */
export async function authPost<Data = unknown>(
  path: string,
  body: Record<string, unknown> = {},
): Promise<AuthAnswer<Data>> {
  try {
    const response = await fetch(`/auth/${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const data = (await response.json().catch(() => undefined)) as { code?: string } | undefined
    if (response.ok) return { ok: true, data: data as Data }
    return { ok: false, status: response.status, code: data?.code }
  } catch {
    return { ok: false, status: 0, code: undefined }
  }
}

/** Nothing was decided: the server, or what it needs to know people, could not be reached. */
export function isOutOfReach({ status }: { status: number }): boolean {
  return status === 0 || status >= 502
}

export interface SignInAnswer {
  /** The password was right, and a code from the authenticator app is asked for. */
  twoFactorRedirect?: boolean
}

export const signIn = (email: string, password: string) => authPost<SignInAnswer>('sign-in/email', { email, password })
export const verifyCode = (code: string) => authPost('two-factor/verify-totp', { code })
export const verifyBackupCode = (code: string) => authPost('two-factor/verify-backup-code', { code })
export const signOut = () => authPost('sign-out')
export const startTwoFactor = (password: string) =>
  authPost<{ totpURI: string; backupCodes: string[] }>('two-factor/enable', { password })
export const stopTwoFactor = (password: string) => authPost('two-factor/disable', { password })
export const newBackupCodes = (password: string) =>
  authPost<{ backupCodes: string[] }>('two-factor/generate-backup-codes', { password })
/** `token` is what stands after `#` in the link that a manager handed out. */
export const choosePassword = (token: string, newPassword: string) =>
  authPost('choose-password', { token, newPassword })
export const changePassword = (currentPassword: string, newPassword: string) =>
  authPost('change-password', { currentPassword, newPassword, revokeOtherSessions: true })
