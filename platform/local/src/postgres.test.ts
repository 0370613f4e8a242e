import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startPostgres } from './postgres.ts'

// One cluster through all that may happen to it, in a path with spaces.
const stack = new AsyncDisposableStack()
afterAll(() => stack.disposeAsync())
const folder = mkdtempSync(join(tmpdir(), 'cma postgres '))
stack.defer(() => rmSync(folder, { recursive: true, force: true }))
const dataDir = join(folder, 'data')

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

test('is PostgreSQL 15 in UTF-8, and keeps its data over a restart', async () => {
  const first = await startPostgres({ dataDir })
  expect(
    await ask(
      first.url,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_encoding') as encoding`,
    ),
  ).toEqual([{ major: 15, encoding: 'UTF8' }])
  await ask(first.url, 'create table kept as select 1 as value')
  await first.stop()
  const second = await startPostgres({ dataDir })
  expect(await ask(second.url, 'select value from kept')).toEqual([{ value: 1 }])
  await second.stop()
})

test('recovers what was committed before kill -9, on the same port', async () => {
  const first = await startPostgres({ dataDir })
  await ask(first.url, 'create table committed as select 2 as value')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await startPostgres({ dataDir, port: first.port })
  expect(await ask(second.url, 'select value from committed')).toEqual([{ value: 2 }])
  await second.stop()
})

test('a plain kill ends it although somebody stays connected', async () => {
  const server = await startPostgres({ dataDir })
  const client = new pg.Client({ connectionString: server.url })
  client.on('error', () => {}) // its session is ended
  await client.connect()
  process.kill(server.pid, 'SIGTERM')
  await server.exited
  const second = await startPostgres({ dataDir, port: server.port })
  expect(await ask(second.url, 'select value from committed')).toEqual([{ value: 2 }])
  await second.stop()
})

test('ends a server that an earlier run left behind', async () => {
  const left = await startPostgres({ dataDir })
  const next = await startPostgres({ dataDir })
  await left.exited
  expect(next.pid).not.toBe(left.pid)
  await next.stop()
})

test('a lock file whose process id belongs to another program is no obstacle, and that program lives', async () => {
  writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n  0\nready\n`)
  const server = await startPostgres({ dataDir })
  expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await server.stop()
})

test('the superuser needs the password of the data directory', async () => {
  const server = await startPostgres({ dataDir })
  const url = new URL(server.url)
  url.password = 'guessed'
  await expect(ask(url.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  await server.stop()
})
