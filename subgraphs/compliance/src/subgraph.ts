import { readFileSync } from 'node:fs'
import { defineSubgraph } from '@cma/runtime'
import { startBackground } from './background.ts'
import { PrismaClient } from './generated/prisma/client.ts'
import { createLoaders } from './loaders.ts'
import { resolvers } from './resolvers.ts'

export const subgraph = defineSubgraph({
  name: 'compliance',
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  resolvers,
  createClient: (adapter) => new PrismaClient({ adapter }),
  createLoaders,
  background: startBackground,
})
