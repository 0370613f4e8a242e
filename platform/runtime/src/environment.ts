import { z } from 'zod'

/** What every service understands. */
export const serviceEnvironment = z.object({
  /** Port to listen on; 0 takes a free one. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  HOST: z.string().default('127.0.0.1'),
  /** One address, or those of some nodes of a cluster separated by commas. Absent: ports in memory. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must be a redis:// address')
    .optional(),
  /** Where telemetry goes; absent: nowhere. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** '1' where demo accounts and demo data are in use. */
  DEMO: z
    .enum(['0', '1'])
    .default('0')
    .transform((value) => value === '1'),
  NODE_ENV: z.string().optional(),
})

/** What telemetry.ts reads, before anything else is loaded. */
export const telemetryEnvironment = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_SERVICE_NAME: z.string().default('casework'),
})

/** What a subgraph understands besides. */
export const subgraphEnvironment = serviceEnvironment.extend({
  /** postgresql:// as the role `<domain>_app`. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// address'),
  /** postgresql:// as the role of background work, where the domain has one. */
  ENGINE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// address')
    .optional(),
  /** How many requests may hold a database connection at the same time. */
  DATABASE_LANES: z.coerce.number().int().min(1).max(100).default(10),
  /** Path of a JWKS file: the public keys of the router. */
  IDENTITY_PUBLIC_KEYS: z.string(),
  /** Path of the field-encryption keys: `{ "current": "1", "keys": { "1": "<32 bytes, base64>" } }`. */
  FIELD_KEYS: z.string(),
  /** Origin of the router, for questions to the whole graph. */
  ROUTER_URL: z.url(),
})
export type SubgraphEnvironment = z.infer<typeof subgraphEnvironment>

/**
 * Reads the environment once and whole.
 * @throws one error that lists every problem
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: NodeJS.ProcessEnv = process.env,
): z.output<Schema> {
  const parsed = schema.safeParse(variables)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment is not right:\n${problems.join('\n')}`)
}
