import { z } from 'zod'
import { loginRoles, type LoginRole } from './roles.ts'

const environment = z.object({
  SUPERUSER_DATABASE_URL: z.url({ error: 'must be the postgresql:// address of a role that may create roles' }),
  ROLE_PASSWORDS: z
    .string({ error: `must be JSON: a password for each of ${loginRoles.join(', ')}` })
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(
      z.object(
        Object.fromEntries(loginRoles.map((role) => [role, z.string().min(16)])) as Record<LoginRole, z.ZodString>,
      ),
    ),
})

/** Reads the environment of `node prisma/migrate.ts`; throws one error that lists every problem. */
export function parseEnvironment(variables: NodeJS.ProcessEnv) {
  const parsed = environment.safeParse(variables)
  if (parsed.success) return parsed.data
  throw new Error(`The environment is not complete:\n${z.prettifyError(parsed.error)}`)
}
