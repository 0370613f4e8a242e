import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The folder of the clone, with a slash at its end. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))

/** Where programs of this machine are looked for. */
export const programPath = process.env['PATH'] ?? ''

/** What every process that this package starts inherits: the machine's environment, without this project's settings. */
export const machineEnvironment: NodeJS.ProcessEnv = process.env

const schema = z.object({
  PORT: z.coerce.number({ error: 'a port number, such as 4000' }).int().min(1).max(65_535).default(4000),
  CMA_DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(projectRoot, path)),
  CMA_OPEN_BROWSER: z
    .enum(['0', '1'], { error: '0 or 1' })
    .default('1')
    .transform((value) => value === '1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  NODE_ENV: z
    .string()
    .optional()
    .refine((value) => value !== 'production', {
      error: 'npm start runs the demo, with well-known passwords, and is refused in production; see k8s/ for that',
    }),
})

export type LocalEnvironment = z.infer<typeof schema>

/** Settings of `npm start` and its sister verbs; all have defaults. Throws one error that lists every problem. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): LocalEnvironment {
  const parsed = schema.safeParse(variables)
  if (parsed.success) return parsed.data
  throw new Error(`These settings do not work:\n${z.prettifyError(parsed.error)}`)
}

/** The environments of all services, by name, for a process that hosts them all. */
export type ServiceEnvironments = Record<string, Record<string, string>>

const hostSchema = z.object({
  SERVICE_ENVIRONMENTS: z
    .string({ error: 'is set by npm start; this is not started by hand' })
    .transform((text) => JSON.parse(text) as ServiceEnvironments),
})

/** What a process needs that hosts all services. */
export function readHostEnvironment(variables: NodeJS.ProcessEnv = process.env) {
  return hostSchema.parse(variables)
}

/** What the maker of the demo needs besides. */
export function readLoaderEnvironment(variables: NodeJS.ProcessEnv = process.env) {
  return hostSchema.extend({ SUPERUSER_DATABASE_URL: z.string() }).parse(variables)
}
