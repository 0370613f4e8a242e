import { z } from 'zod'
import type { Clock } from './clock.ts'
import type { Context } from './context.ts'
import { claimKey, keepResult } from './idempotency.ts'
import { recordEvent, unsealedChannel, type LedgerEvent } from './ledger.ts'
import { RefusalError, refused, type Refused } from './refusal.ts'
import { tagsOfEvent } from './result-tags.ts'
import type { Viewer } from './viewer.ts'

// Of any database: a client goes in and comes out, so no one type but this stands for all.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyContext = Context<any, unknown>
type DbOf<Ctx> = Ctx extends Context<infer Db, unknown> ? Db : never

/** What every command may refuse with; a subgraph's own `RefusalCode` contains these. */
export type CommonCode = 'INVALID_INPUT' | 'IDEMPOTENCY_KEY_REUSED'

export type CommandWork<Ctx, Code extends string, Input, Prepared> = {
  /** Parsed. */
  input: Input
  viewer: Viewer
  /** The subgraph's Prisma client in the command's transaction; nested writes are savepoints of it. */
  tx: DbOf<Ctx>
  /** Reads and loaders of this context run in the transaction too, and see what it wrote. */
  ctx: Ctx
  clock: Clock
  /** What `beforehand` resolved to. */
  prepared: Prepared
  /** The ledger event, in the transaction. A command that changes something records at least one. */
  record(event: LedgerEvent): Promise<void>
  /** `return refuse(...)`: throws, so that everything is rolled back; the caller gets it as data. */
  refuse(code: Code, message: string, field?: string): never
  /** Runs once committed; failures are logged and do not reach the caller. Publish nudges here. */
  afterCommit(run: () => unknown): void
}

export type CommandDefinition<
  Ctx,
  Code extends string,
  Schema extends z.ZodType,
  Prepared,
  Row extends { id: string },
> = {
  /** `<domain>.<verbNoun>`, such as `cases.addNote`. */
  name: string
  /** Of the argument `input`, without `idempotencyKey`, which the runtime keeps. Messages are sentences for the user. */
  input: Schema
  /** Slow work before the transaction, such as a question to another domain. It may refuse. */
  beforehand?: (
    work: Pick<CommandWork<Ctx, Code, z.output<Schema>, never>, 'input' | 'viewer' | 'ctx' | 'refuse' | 'clock'>,
  ) => Promise<Prepared>
  /** Policy and change, in one transaction. */
  run: (work: CommandWork<Ctx, Code, z.output<Schema>, Prepared>) => Promise<Row>
  /** The row of an earlier run, by its id: what a repeated idempotency key gets. */
  find: (id: string, work: { tx: DbOf<Ctx>; ctx: Ctx }) => Promise<Row | null>
}

export type Command<Ctx, Code extends string, Row> = (
  args: { input: object },
  ctx: Ctx,
) => Promise<Row | Refused<Code | CommonCode>>

/** `export const defineCommand = commandsOf<Context, RefusalCode>()`, once in a subgraph's context.ts. */
export function commandsOf<Ctx extends AnyContext, Code extends string>() {
  return function defineCommand<Schema extends z.ZodType, Row extends { id: string }, Prepared = undefined>(
    definition: CommandDefinition<Ctx, Code, Schema, Prepared, Row>,
  ): Command<Ctx, Code, Row> {
    return async ({ input: given }, ctx) => {
      const { idempotencyKey, ...fields } = given as { idempotencyKey?: unknown }
      const key = keySchema.safeParse(idempotencyKey ?? undefined)
      if (!key.success)
        return refused(
          'INVALID_INPUT',
          'An idempotency key has between 1 and 200 characters. Send a shorter one',
          'idempotencyKey',
        )
      const parsed = definition.input.safeParse(fields)
      if (!parsed.success) return invalidInput(parsed.error)
      try {
        return await execute({ definition, ctx, input: parsed.data, key: key.data, fields })
      } catch (error) {
        if (error instanceof RefusalError) return error.refused as Refused<Code>
        throw error
      }
    }
  }
}

const keySchema = z.string().min(1).max(200).optional()

function invalidInput(error: z.ZodError): Refused<CommonCode> {
  const [issue] = error.issues
  const field = issue?.path.map(String).join('.')
  return refused('INVALID_INPUT', issue?.message ?? 'The input is not valid', field === '' ? undefined : field)
}

type Execution<Ctx, Code extends string, Schema extends z.ZodType, Prepared, Row extends { id: string }> = {
  definition: CommandDefinition<Ctx, Code, Schema, Prepared, Row>
  ctx: Ctx
  input: z.output<Schema>
  key: string | undefined
  fields: object
}

async function execute<
  Ctx extends AnyContext,
  Code extends string,
  Schema extends z.ZodType,
  Prepared,
  Row extends { id: string },
>(execution: Execution<Ctx, Code, Schema, Prepared, Row>): Promise<Row> {
  const { definition, ctx, input } = execution
  const { viewer, services } = ctx
  const refuse = (code: Code, message: string, field?: string): never => {
    throw new RefusalError(refused(code, message, field))
  }
  const clock = services.clock
  const prepared = (await definition.beforehand?.({ input, viewer, ctx, refuse, clock })) as Prepared
  await ctx.forget() // two lanes a request could wait for each other
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { row, afterCommit } = await transact(execution, { refuse, prepared })
      await ctx.forget() // what was read meanwhile is older than the change
      for (const run of afterCommit) {
        try {
          await run()
        } catch (error) {
          services.logger.error({ err: error, command: definition.name }, 'after the commit something failed')
        }
      }
      return row
    } catch (error) {
      // Deadlock or serialisation: PostgreSQL chose this one to be tried again.
      if (attempt === 3 || (error as { code?: string }).code !== 'P2034') throw error
    }
  }
}

async function transact<
  Ctx extends AnyContext,
  Code extends string,
  Schema extends z.ZodType,
  Prepared,
  Row extends { id: string },
>(
  { definition, ctx: outer, input, key, fields }: Execution<Ctx, Code, Schema, Prepared, Row>,
  { refuse, prepared }: { refuse: (code: Code, message: string, field?: string) => never; prepared: Prepared },
): Promise<{ row: Row; afterCommit: Array<() => unknown> }> {
  const { viewer, services, traceId } = outer
  const { clock } = services
  const afterCommit: Array<() => unknown> = []
  const tags: string[] = []
  let settle: (() => Promise<void>) | undefined
  const row = await services.lanes.inTransaction(viewer, async (db) => {
    const tx = db as DbOf<Ctx>
    const ctx = outer.within(db) as Ctx
    const earlier =
      key === undefined ? undefined : await claimKey({ db, viewer, command: definition.name, key, fields })
    if (earlier) return (await definition.find(earlier, { tx, ctx })) ?? refuseReuse()
    let recorded = false
    const record = async (event: LedgerEvent) => {
      await recordEvent({ db, actor: viewer, clock, traceId, event })
      tags.push(...tagsOfEvent(event))
      if (!recorded) afterCommit.push(() => services.nudges.publish(unsealedChannel))
      recorded = true
    }
    const result = await definition.run({
      input,
      viewer,
      tx,
      ctx,
      clock,
      prepared,
      record,
      refuse,
      afterCommit: (run) => afterCommit.push(run),
    })
    if (key !== undefined) await keepResult({ db, viewer, command: definition.name, key, id: result.id })
    // The last before the commit: from here on nobody is answered from memory what this makes old.
    settle = await services.changes.announce(tags)
    return result
  })
  await settle?.() // before any answer; a commit that failed is left in doubt, and its announcement runs out
  return { row, afterCommit }
}

function refuseReuse(): never {
  throw new RefusalError(
    refused(
      'IDEMPOTENCY_KEY_REUSED',
      'The earlier result of this idempotency key can no longer be read. Send the request with a new key',
    ),
  )
}
