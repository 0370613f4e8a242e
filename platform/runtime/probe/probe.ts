// A subgraph for the runtime's own tests.
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import {
  commandsOf,
  createStream,
  defineSubgraph,
  loadById,
  loadManyByKey,
  newId,
  resultOf,
  type Context as RuntimeContext,
  type LoaderContext,
} from '../src/index.ts'
import { PrismaClient, type Part, type Thing } from './generated/prisma/client.ts'

export { PrismaClient }

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { thing(id: ID!): Thing  fails: String  slow(milliseconds: Int!): String!  things: [Thing!]! }
  type Mutation { addThing(input: AddThingInput!): AddThingResult! }
  type Subscription { thingAdded: Thing! }
  type Thing @key(fields: "id") { id: ID! centreId: ID! label: String! parts: [Part!]! }
  type Part { id: ID! name: String! thing: Thing }
  type Refused { code: String! message: String! field: String }
  union AddThingResult = Thing | Refused
  input AddThingInput { centreId: ID!  label: String!  parts: [String!]  then: String  idempotencyKey: String }
`

type Loaders = ReturnType<typeof createLoaders>
function createLoaders(ctx: LoaderContext<PrismaClient>) {
  return {
    thing: loadById(ctx, (db: PrismaClient, ids) => db.thing.findMany({ where: { id: { in: ids } } })),
    partsOf: loadManyByKey(
      ctx,
      (db: PrismaClient, ids) => db.part.findMany({ where: { thingId: { in: ids } }, orderBy: { id: 'asc' } }),
      (part) => part.thingId,
    ),
  }
}

type Context = RuntimeContext<PrismaClient, Loaders>
const defineCommand = commandsOf<Context, 'NOT_ALLOWED'>()

/** What the last runs did after their commit, and how many sources of events are open. */
export const seen = { afterCommit: [] as string[], openSources: 0 }

export const addThing = defineCommand({
  name: 'probe.addThing',
  input: z.object({
    centreId: z.uuid('Choose a centre'),
    label: z.string().trim().min(1, 'Give the thing a label'),
    parts: z.array(z.string()).default([]),
    /** What goes wrong after the change. */
    then: z.enum(['refuse', 'throw', 'swallow', 'free text', 'fail after commit']).optional(),
  }),
  async run({ input, tx, ctx, record, refuse, afterCommit }) {
    const { then, parts, ...data } = input
    const row = await tx.thing.create({
      data: {
        id: newId(),
        ...data,
        parts: { create: parts.map((name) => ({ id: newId(), centreId: data.centreId, name })) },
      },
    })
    await record({
      action: 'probe.thing.added',
      centreId: data.centreId,
      entities: [{ type: 'Thing', id: row.id }],
      facts: { parts: parts.length, ...(then === 'free text' && { label: 'a name and more' }) },
    })
    afterCommit(() => void seen.afterCommit.push(row.id))
    afterCommit(() => ctx.services.nudges.publish('probe.things', row.id))
    if (then === 'refuse') return refuse('NOT_ALLOWED', "You can't add it. Ask somebody", 'label')
    if (then === 'throw') throw new Error(`surprise about ${data.label}`)
    if (then === 'swallow') await tx.$queryRaw`select 1 / 0`.catch(() => {})
    if (then === 'fail after commit') afterCommit(() => Promise.reject(new Error('nobody there')))
    return row
  },
  find: (id, { tx }) => tx.thing.findUnique({ where: { id } }),
})

export const probe = defineSubgraph({
  name: 'probe',
  typeDefs,
  createClient: (adapter) => new PrismaClient({ adapter }),
  createLoaders,
  resolvers: {
    Query: {
      thing: (_: unknown, { id }: { id: string }, ctx: Context) => ctx.loaders.thing.load(id),
      things: (_: unknown, _args: unknown, ctx: Context) => ctx.read((db) => db.thing.findMany()),
      fails: () => {
        throw new Error('an internal matter')
      },
      slow: async (_: unknown, { milliseconds }: { milliseconds: number }, ctx: Context) => {
        await ctx.read((db) => db.$queryRaw`select pg_sleep(${milliseconds / 1000}::float8)::text`)
        return 'done'
      },
    },
    Mutation: { addThing: (_: unknown, args: { input: object }, ctx: Context) => addThing(args, ctx) },
    AddThingResult: resultOf('Thing'),
    Subscription: {
      thingAdded: {
        async subscribe(_: unknown, _args: unknown, ctx: Context) {
          seen.openSources += 1
          const stop = await ctx.services.nudges.subscribe('probe.things', (id) => void stream.push(id!))
          const stream = createStream<string>({
            overflow: () => new GraphQLError('too many'),
            onEnd: () => {
              seen.openSources -= 1
              stop()
            },
          })
          return stream
        },
        resolve: (id: string, _args: unknown, ctx: Context) => ctx.loaders.thing.load(id),
      },
    },
    Thing: {
      __resolveReference: ({ id }: { id: string }, ctx: Context) => ctx.loaders.thing.load(id),
      parts: (thing: Thing, _args: unknown, ctx: Context) => ctx.loaders.partsOf.load(thing.id),
    },
    Part: { thing: (part: Part, _args: unknown, ctx: Context) => ctx.loaders.thing.load(part.thingId) },
  },
})
