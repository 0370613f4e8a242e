import { mkdtemp, open, rm } from 'node:fs/promises'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { createStaticFiles } from '../src/http/static-files.ts'

const stack = fileStack()
const folder = await mkdtemp(path.join(tmpdir(), 'static-'))
stack.defer(() => rm(folder, { recursive: true }))
const large = await open(path.join(folder, 'large.js'), 'w')
await large.truncate(50_000_000)
await large.close()

const files = createStaticFiles(folder)
const failures: unknown[] = []
const finished: ServerResponse[] = []

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<string> {
  const server = createServer((request, response) => {
    handle(request, response).then(
      () => finished.push(response),
      (error: unknown) => failures.push(error),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stack.defer(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/large.js`
}

test('a browser that leaves in the middle of a file is no error, and the file is closed', async () => {
  const url = await serve(files)
  const request = get(url, (response) => response.once('data', () => request.destroy()))
  request.on('error', () => undefined)
  await waitUntil('the answer to end', () => finished.at(-1)?.closed)
  expect(failures).toEqual([])
})

test('nor is one that left before the file was found', async () => {
  let request: ReturnType<typeof get> | undefined
  const url = await serve(async (incoming, response) => {
    request?.destroy()
    await new Promise((resolve) => response.once('close', resolve))
    await files(incoming, response)
  })
  request = get(url)
  request.on('error', () => undefined)
  const before = finished.length
  await waitUntil('the answer to end', () => finished.length > before || failures.length > 0)
  expect(failures).toEqual([])
})
