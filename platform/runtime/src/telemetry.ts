// `node --import @cma/runtime/telemetry main.ts`: instruments what is loaded after it. Without an endpoint it does nothing.
import { register } from 'import-in-the-middle/register-hooks.mjs'
import { onFlush } from './flush-telemetry.ts'
import { parseEnvironment, telemetryEnvironment } from './environment.ts'

const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = parseEnvironment(telemetryEnvironment)

if (endpoint !== undefined) {
  register()
  const [
    { NodeSDK },
    { PeriodicExportingMetricReader },
    { OTLPTraceExporter },
    { OTLPMetricExporter },
    http,
    graphql,
    pg,
    ioredis,
    undici,
    prisma,
  ] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-graphql'),
    import('@opentelemetry/instrumentation-pg'),
    import('@opentelemetry/instrumentation-ioredis'),
    import('@opentelemetry/instrumentation-undici'),
    import('@prisma/instrumentation'),
  ])
  const collector = new URL(endpoint)
  const at = (path: string) => new URL(path, endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href
  const sdk = new NodeSDK({
    serviceName,
    traceExporter: new OTLPTraceExporter({ url: at('v1/traces') }),
    metricReaders: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: at('v1/metrics') }),
        exportIntervalMillis: 15_000,
      }),
    ],
    instrumentations: [
      new http.HttpInstrumentation({
        ignoreIncomingRequestHook: (request) => request.url?.startsWith('/health') ?? false,
        ignoreOutgoingRequestHook: (request) =>
          request.host === collector.hostname || request.hostname === collector.hostname,
      }),
      // Values of arguments are personal data more often than not: they stay out of the spans.
      new graphql.GraphQLInstrumentation({ mergeItems: true, ignoreTrivialResolveSpans: true, allowValues: false }),
      new pg.PgInstrumentation({ requireParentSpan: true, enhancedDatabaseReporting: false }),
      new ioredis.IORedisInstrumentation({ requireParentSpan: true, dbStatementSerializer: (command) => command }),
      new undici.UndiciInstrumentation({ requireParentforSpans: true }),
      new prisma.PrismaInstrumentation(),
    ],
  })
  sdk.start()
  onFlush(() => sdk.shutdown().catch(() => {})) // a collector that is away must not keep a service from ending
}
