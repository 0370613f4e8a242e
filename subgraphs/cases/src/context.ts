import { commandsOf, type Context as RuntimeContext } from '@cma/runtime'
import type { RefusalCode } from './generated/graphql.ts'
import type { Prisma, PrismaClient } from './generated/prisma/client.ts'
import type { Loaders } from './loaders.ts'

/** The slice's client: of a request's reads, or in a command's transaction. */
export type Db = PrismaClient
export type Tx = Prisma.TransactionClient
export type Context = RuntimeContext<Db, Loaders>

export const defineCommand = commandsOf<Context, RefusalCode>()
/** `refuse` as commands get it. */
export type Refuse = (code: RefusalCode, message: string, field?: string) => never
