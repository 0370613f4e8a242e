import { commandsOf, type Context as RequestContext } from '@cma/runtime'
import type { CommandWork as WorkOf } from '@cma/runtime/command'
import type { RefusalCode } from './generated/graphql.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import type { Loaders } from './loaders.ts'

export type Context = RequestContext<PrismaClient, Loaders>

/** What the functions of a command that is long get of it. */
export type CommandWork<Input> = WorkOf<Context, RefusalCode, Input, undefined>

export const defineCommand = commandsOf<Context, RefusalCode>()
