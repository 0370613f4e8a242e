// The API of the runtime; README.md shows it in use.
export type { AskGraph, GraphAnswer } from './ask-graph.ts'
export { centresChannel } from './centre-directory.ts'
export { manualClock, systemClock, type Clock } from './clock.ts'
export { commandsOf, type Command, type CommonCode } from './command.ts'
export type { CompleteResolvers } from './complete-resolvers.ts'
export {
  afterKey,
  connectionOf,
  decodeCursor,
  encodeCursor,
  pageOf,
  type Connection,
  type Page,
  type SortKey,
} from './connection.ts'
export { openChangingFile, type ChangingFile } from './changing-file.ts'
export type { Context, LoaderContext } from './context.ts'
export { parseEnvironment, serviceEnvironment, subgraphEnvironment, type SubgraphEnvironment } from './environment.ts'
export { flushTelemetry } from './flush-telemetry.ts'
export { createFieldEncryption, type FieldEncryption, type FieldPlace } from './field-encryption.ts'
export {
  createIdentitySigner,
  createIdentityVerifier,
  identityHeader,
  openKeyFile,
  readJson,
  type KeyFile,
  type SignIdentity,
  type VerifyIdentity,
} from './identity-token.ts'
export type { KeyValue } from './key-value.ts'
export { createLanes, type Lanes } from './lanes.ts'
export { recordEvent, sealedChannel, unsealedChannel, type LedgerEvent } from './ledger.ts'
export { loadById, loadByKey, loadManyByKey } from './loaders.ts'
export { createLogger, currentTraceId, type Logger } from './logger.ts'
export { addDays, dateColumn, dayOfColumn, daysBetween, londonDate, startOfLondonDay } from './london-date.ts'
export { isId, newId } from './new-id.ts'
export type { Nudges } from './nudges.ts'
export { openServices } from './open-services.ts'
export { openPorts, type Ports } from './ports.ts'
export { isRefused, refused, resultOf, type Refused } from './refusal.ts'
export { entityTag, listTag, subgraphTag, tagsOfEvent, typeTag } from './result-tags.ts'
export { createResultChanges, type ResultChanges } from './result-changes.ts'
export { changing, resultLeaseMs, unannouncedHeader, type Results, type TagVersion } from './results.ts'
export { serve, type Running } from './serve.ts'
export { statementsHeader } from './graphql-over-http.ts'
export type { Services } from './services.ts'
export { createStream, type Stream } from './stream.ts'
export { defineSubgraph, type Background, type Subgraph } from './subgraph.ts'
export {
  authorizationScopeOf,
  roles,
  systemActor,
  viewerOf,
  type Actor,
  type ActorKind,
  type Claims,
  type Grants,
  type Role,
  type Viewer,
} from './viewer.ts'
