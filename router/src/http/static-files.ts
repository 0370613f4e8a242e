import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
}

/** Compressed twins that a build may have put beside a file, best first. */
const encodings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const

/**
 * The files of the web app. Paths of its pages, which are no files, get `index.html`. Files under /assets/ have a
 * hash in their names and never change; everything else is asked for again each time, by its ETag.
 */
export function createStaticFiles(folder: string) {
  const root = path.resolve(folder)
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return notFound(response)
    const pathname = decodePath(request.url ?? '/')
    if (pathname === undefined || path.posix.basename(pathname).startsWith('.')) return notFound(response)
    const isPage = path.extname(pathname) === ''
    const file = path.join(root, isPage ? 'index.html' : pathname)
    if (!file.startsWith(root + path.sep)) return notFound(response)
    const found = await findFile(file, request.headers['accept-encoding'] ?? '')
    if (response.destroyed) return // the browser has left
    if (!found) return notFound(response)
    response.setHeader('etag', found.etag)
    response.setHeader('vary', 'accept-encoding')
    response.setHeader(
      'cache-control',
      pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
    if (request.headers['if-none-match'] === found.etag) return void response.writeHead(304).end()
    if (found.encoding) response.setHeader('content-encoding', found.encoding)
    response.writeHead(200, {
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      'content-length': found.size,
    })
    if (request.method === 'HEAD') return void response.end()
    pipeline(createReadStream(found.path), response, () => response.destroy())
  }
}

function decodePath(url: string): string | undefined {
  try {
    const pathname = decodeURIComponent(url.split('?')[0] ?? '/')
    return pathname.includes('\0') ? undefined : path.posix.normalize(pathname)
  } catch {
    return undefined
  }
}

async function findFile(file: string, acceptEncoding: string) {
  for (const { name, suffix } of [...encodings, { name: undefined, suffix: '' }]) {
    if (name && !acceptEncoding.includes(name)) continue
    const found = await stat(file + suffix).catch(() => undefined)
    if (!found?.isFile()) continue
    const etag = `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}${suffix}"`
    return { path: file + suffix, size: found.size, etag, encoding: name }
  }
  return undefined
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('There is nothing at this address.\n')
}
