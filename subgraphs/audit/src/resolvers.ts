import { resultOf, type CompleteResolvers } from '@cma/runtime'
import { auditChain, hex } from './audit-chain.ts'
import { auditTrail } from './audit-trail.ts'
import type { ActorKind, AuditedEntity, Resolvers, ResolversParentTypes } from './generated/graphql.ts'
import { exportTrail } from './export-trail.ts'
import { exportedEvents } from './exported-events.ts'
import { readableEvent } from './readable-event.ts'
import { caseOf, kindOf, restrictedCaseViews } from './restricted-case-views.ts'
import { askForVerification } from './verification-runs.ts'

export const resolvers: CompleteResolvers<Resolvers, ResolversParentTypes> = {
  Query: {
    auditTrail: (_, args, ctx) => auditTrail(args, ctx),
    auditChain: (_, _args, ctx) => auditChain(ctx),
    restrictedCaseViews: (_, args, ctx) => restrictedCaseViews(args, ctx),
    exportedEvents: (_, args, ctx) => exportedEvents(args, ctx),
  },
  Mutation: {
    exportTrail: (_, args, ctx) => exportTrail(args, ctx),
    verifyChain: (_, args, ctx) => askForVerification(args, ctx),
  },
  ExportTrailResult: resultOf('TrailExport'),
  VerifyChainResult: resultOf('ChainVerification'),
  RestrictedCaseView: {
    case: (event) => ({ id: caseOf(event) }),
    by: (event) => (event.actorKind === 'USER' ? { id: event.actorId } : null),
    at: (event) => event.occurredAt,
    kind: kindOf,
  },
  AuditEvent: {
    __resolveReference: ({ id }, ctx) => readableEvent(id, ctx),
    sequence: (event) => (event.seq === null ? null : Number(event.seq)),
    actor: (event) => (event.actorKind === 'USER' ? { id: event.actorId } : null),
    actorKind: (event) => event.actorKind as ActorKind,
    centre: (event) => (event.centreId === null ? null : { id: event.centreId }),
    entities: (event) => event.entities as AuditedEntity[],
    hash: (event) => (event.hash === null ? null : hex(event.hash)),
  },
}
