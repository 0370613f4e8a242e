import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** The most JavaScript, gzipped, that a browser may have to load before a page is there. */
const limitBytes = 300 * 1024

export interface ManifestChunk {
  file: string
  src?: string
  isEntry?: boolean
  imports?: string[]
}

export type Manifest = Record<string, ManifestChunk>

/** All JavaScript that these chunks need, themselves included; what they load later does not count. */
export function filesNeeded(manifest: Manifest, names: string[]): string[] {
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`The build manifest has no ${name}.`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const name of names) visit(name)
  return [...files].filter((file) => file.endsWith('.js'))
}

/** What a first visit loads, page by page: the entry, the frame around pages, the page. */
export function firstVisits(manifest: Manifest): Map<string, string[]> {
  const names = Object.keys(manifest)
  const entry = names.find((name) => manifest[name]!.isEntry)
  if (!entry) throw new Error('The build manifest has no entry: nothing was measured.')
  const pages = names.filter((name) => /^src\/pages\/(?!case-)/.test(name))
  if (pages.length === 0) throw new Error('The build manifest has no pages: nothing was measured.')
  const casePages = names.filter((name) => name.startsWith('src/pages/case-'))
  const visits = new Map<string, string[]>([['sign-in', filesNeeded(manifest, [entry, 'src/pages/sign-in.tsx'])]])
  for (const page of pages.filter((name) => !name.includes('sign-in')))
    visits.set(pageName(page), filesNeeded(manifest, [entry, 'src/shell/shell-layout.tsx', page]))
  for (const page of casePages)
    visits.set(pageName(page), filesNeeded(manifest, [entry, 'src/shell/shell-layout.tsx', 'src/pages/case.tsx', page]))
  return visits
}

function pageName(source: string): string {
  return source.replace(/^src\/pages\/|\.tsx$/g, '')
}

function measure(): void {
  const dist = new URL('../dist/', import.meta.url)
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Manifest
  const sizes = new Map<string, number>()
  const sizeOf = (file: string) => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(new URL(file, dist))).length
    sizes.set(file, known)
    return known
  }
  let tooBig = false
  for (const [page, files] of firstVisits(manifest)) {
    const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0)
    tooBig ||= bytes > limitBytes
    console.log(
      `${page.padEnd(18)} ${(bytes / 1024).toFixed(1).padStart(6)} KB gzip of JavaScript in ${files.length} files`,
    )
  }
  if (!tooBig) return
  console.error(`More than ${limitBytes / 1024} KB.`)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) measure()
