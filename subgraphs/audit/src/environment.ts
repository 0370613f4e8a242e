import { z } from 'zod'

export const verifyEnvironment = z.object({
  /** postgresql:// as audit_sealer. */
  AUDIT_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be the postgresql:// address of the role audit_sealer'),
})
