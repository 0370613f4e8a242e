import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** The most JavaScript, gzipped, that a browser may have to load before the first page is there. */
const limitBytes = 300 * 1024

interface ManifestChunk { file: string; isEntry?: boolean; imports?: string[] }

/** The entry and all that it imports statically; routes that load later do not count. */
export function initialFiles(manifest: Record<string, ManifestChunk>): string[] {
  const files = new Set<string>()
  const visit = (chunk: ManifestChunk) => {
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const name of chunk.imports ?? []) visit(manifest[name]!)
  }
  for (const chunk of Object.values(manifest)) if (chunk.isEntry) visit(chunk)
  return [...files].filter((file) => file.endsWith('.js'))
}

function measure(): void {
  const dist = new URL('../dist/', import.meta.url)
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<string, ManifestChunk>
  const files = initialFiles(manifest)
  if (files.length === 0) throw new Error('No entry in the build manifest: nothing was measured.')
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0)
  const kilobytes = (bytes / 1024).toFixed(1)
  console.log(`Initial JavaScript: ${kilobytes} KB gzip in ${files.length} files (limit ${limitBytes / 1024} KB)`)
  if (bytes > limitBytes) process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) measure()
