import { urlForRole, type LoginRole } from '@cma/prisma'
import { freePort } from './free-port.ts'
import type { Keys } from './keys.ts'
import type { NodeService } from './node-service.ts'

/** Where the subgraphs' data and the router's caller are. */
export type Surroundings = {
  keys: Keys
  /** URL of the database's superuser; every service gets that of its own role. */
  postgresUrl: string
  /** Absent: all services in one process, with ports in memory. */
  redisUrl: string | undefined
  /** Where the router listens. */
  routerPort: number
  /** The folder of the built web app; absent while there is none. */
  webDir: string | undefined
  logLevel: string
  telemetryEndpoint: string | undefined
}

export const subgraphNames = ['identity', 'cases', 'compliance', 'audit'] as const

/** Roles besides `<domain>_app` that a subgraph works with, on its own behalf. */
const engineRoles: Partial<Record<string, LoginRole>> = { compliance: 'compliance_engine', audit: 'audit_sealer' }

/** Ports that stay the same while the supervisor runs, so that a service that was restarted is found again. */
export type ServicePorts = Record<string, number>

export async function choosePorts(): Promise<ServicePorts> {
  const ports: ServicePorts = {}
  for (const name of subgraphNames) ports[name] = await freePort()
  return ports
}

/** The services with their whole environment: the subgraphs, then the router. */
export function describeServices(around: Surroundings, ports: ServicePorts): NodeService[] {
  const subgraphs = subgraphNames.map((name) => ({
    name,
    entry: `subgraphs/${name}/src/main.ts`,
    environment: subgraphEnvironment(name, ports[name]!, around),
  }))
  return [...subgraphs, { name: 'router', entry: 'router/src/main.ts', environment: routerEnvironment(around, ports) }]
}

function subgraphEnvironment(
  name: (typeof subgraphNames)[number],
  port: number,
  around: Surroundings,
): Record<string, string> {
  const engine = engineRoles[name]
  return {
    ...everyService(around),
    PORT: String(port),
    DATABASE_URL: urlForRole(around.postgresUrl, `${name}_app`, around.keys.rolePasswords),
    ...(engine && { ENGINE_DATABASE_URL: urlForRole(around.postgresUrl, engine, around.keys.rolePasswords) }),
    IDENTITY_PUBLIC_KEYS: around.keys.identityPublicKeys,
    FIELD_KEYS: around.keys.fieldKeys,
    ROUTER_URL: `http://127.0.0.1:${around.routerPort}`,
    ...(name === 'identity' && {
      AUTH_SECRET: around.keys.authSecret,
      PUBLIC_URL: `http://localhost:${around.routerPort}`,
    }),
  }
}

function routerEnvironment(around: Surroundings, ports: ServicePorts): Record<string, string> {
  const origin = (name: string) => `http://127.0.0.1:${ports[name]}`
  return {
    ...everyService(around),
    PORT: String(around.routerPort),
    SUPERGRAPH: './supergraph.graphql',
    SUBGRAPH_URLS: JSON.stringify(Object.fromEntries(subgraphNames.map((name) => [name, `${origin(name)}/graphql`]))),
    IDENTITY_PRIVATE_KEY: around.keys.identityPrivateKey,
    IDENTITY_PUBLIC_KEYS: around.keys.identityPublicKeys,
    AUTH_SECRET: around.keys.authSecret,
    AUTH_URL: origin('identity'),
    ...(around.webDir !== undefined && { WEB_DIR: around.webDir }),
  }
}

function everyService({ redisUrl, logLevel, telemetryEndpoint }: Surroundings): Record<string, string> {
  return {
    DEMO: '1',
    LOG_LEVEL: logLevel,
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    ...(telemetryEndpoint !== undefined && { OTEL_EXPORTER_OTLP_ENDPOINT: telemetryEndpoint }),
  }
}
