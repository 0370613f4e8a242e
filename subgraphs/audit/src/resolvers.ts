import type { CompleteResolvers } from '@cma/runtime'
import { auditChain, hex } from './audit-chain.ts'
import { auditTrail } from './audit-trail.ts'
import type { ActorKind, AuditedEntity, Resolvers, ResolversParentTypes } from './generated/graphql.ts'
import { readableEvent } from './readable-event.ts'

export const resolvers: CompleteResolvers<Resolvers, ResolversParentTypes> = {
  Query: {
    auditTrail: (_, args, ctx) => auditTrail(args, ctx),
    auditChain: (_, _args, ctx) => auditChain(ctx),
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
