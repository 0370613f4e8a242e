import { readFileSync } from 'node:fs'
import { defineSubgraph } from '@cma/runtime'
import { PrismaClient } from './generated/prisma/client.ts'
import { grantsPath } from './grants-route.ts'
import { createLoaders } from './loaders.ts'
import { resolvers } from './resolvers.ts'
import { serviceOf, startService } from './service.ts'

export const subgraph = defineSubgraph({
  name: 'identity',
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  resolvers,
  createClient: (adapter) => new PrismaClient({ adapter }),
  createLoaders,
  background: startService,
  async handleHttp(request, response, services) {
    const path = request.url ?? ''
    const { answerAuth, answerGrants } = serviceOf(services)
    if (path.startsWith('/auth/')) await answerAuth(request, response)
    else if (path.startsWith(grantsPath)) await answerGrants(request, response)
    else return false
    return true
  },
})
