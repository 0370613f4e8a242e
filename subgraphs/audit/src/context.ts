import { commandsOf, type Context as RuntimeContext } from '@cma/runtime'
import type { RefusalCode } from './generated/graphql.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import type { Loaders } from './loaders.ts'

export type Context = RuntimeContext<PrismaClient, Loaders>
export const defineCommand = commandsOf<Context, RefusalCode>()
