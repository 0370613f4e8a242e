// Prisma's schema engine, as WebAssembly from npm: the native one would have to be downloaded.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type ColumnType,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

let loaded: Promise<void> | undefined

async function load(): Promise<void> {
  // Where the engine leaves the message when it panics.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => process.emitWarning(`The schema engine failed: ${message}`),
    },
  })
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const module = new WebAssembly.Module(await readFile(join(folder, 'schema_engine_bg.wasm')))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': engine })
  engine.__wbg_set_wasm(exports)
  ;(exports['__wbindgen_start'] as () => void)()
}

/** The SQL that would turn the schema of the database into that of the slice; empty when they agree. */
export async function driftOf(slice: { path: string; schema: string }, databaseUrl: string): Promise<string> {
  await (loaded ??= load())
  const files = [{ path: slice.path, content: await readFile(slice.path, 'utf8') }]
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(adapterFor(client, slice.schema))
    const schemaEngine = await engine.SchemaEngine.new(
      { datamodels: files.map(({ path, content }) => [path, content]) },
      () => {},
      factory,
    )
    const { stdout, exitCode } = await schemaEngine.diff({
      from: { tag: 'schemaDatasource', files, configDir: dirname(slice.path) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    // An engine that compared nothing must not pass for one that found nothing.
    if (stdout === null || stdout === undefined || (exitCode !== 0 && exitCode !== 2))
      throw new Error(`The schema engine did not compare ${slice.schema}`)
    return exitCode === 0 ? '' : stdout
  } finally {
    await client.end()
  }
}

const columnTypes: Record<number, ColumnType> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  700: ColumnTypeEnum.Float,
  701: ColumnTypeEnum.Double,
  1002: ColumnTypeEnum.CharacterArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
  1016: ColumnTypeEnum.Int64Array,
}

const asText = (text: string) => text
const parsers: pg.CustomTypesConfig = {
  // Names come as an array of text, large integers as text; the rest as pg reads it.
  getTypeParser: (oid: number, format?: string) =>
    oid === 20 || oid === 26 || oid === 1114 || oid === 1184
      ? asText
      : (pg.types.getTypeParser as (oid: number, format?: string) => never)(oid === 1003 ? 1009 : oid, format),
}

// The one that @prisma/client uses does not know "char", which the system catalogue is full of.
function adapterFor(client: pg.Client, schema: string): SqlMigrationAwareDriverAdapterFactory {
  const run = ({ sql, args }: SqlQuery) =>
    client.query<unknown[]>({ text: sql, values: args, rowMode: 'array', types: parsers } as pg.QueryArrayConfig)
  const identity = { provider: 'postgres', adapterName: 'schema-engine' } as const
  const connect: SqlMigrationAwareDriverAdapterFactory['connect'] = async () => ({
    ...identity,
    async queryRaw(query) {
      const { fields, rows } = await run(query)
      return {
        columnNames: fields.map(({ name }) => name),
        columnTypes: fields.map(({ dataTypeID }) => columnTypes[dataTypeID] ?? ColumnTypeEnum.Text),
        rows,
      }
    },
    executeRaw: async (query) => (await run(query)).rowCount ?? 0,
    executeScript: async (script) => void (await client.query(script)),
    startTransaction: () => Promise.reject(new Error('comparing needs no transaction')),
    getConnectionInfo: () => ({ schemaName: schema, supportsRelationJoins: true }),
    dispose: async () => {},
  })
  return {
    ...identity,
    connect,
    connectToShadowDb: () => Promise.reject(new Error('comparing needs no shadow database')),
  }
}
