import { readFileSync } from 'node:fs'
import { defineSubgraph } from '@cma/runtime'
import { PrismaClient } from './generated/prisma/client.ts'
import { createLoaders } from './loaders.ts'
import { recordViews } from './record-views.ts'
import { resolvers } from './resolvers.ts'

export const subgraph = defineSubgraph({
  name: 'cases',
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  resolvers,
  createClient: (adapter) => new PrismaClient({ adapter }),
  createLoaders,
  background: async (services) => recordViews(services),
})
