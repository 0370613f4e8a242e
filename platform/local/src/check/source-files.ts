import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from './dependency-rules.ts'

const statement = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g

/** All TypeScript that people wrote, with what it imports. */
export function readSourceFiles(root: string): SourceFile[] {
  const paths = globSync('{platform,prisma,subgraphs,router,web}/**/*.{ts,tsx,mts}', {
    cwd: root,
    exclude: (name) => /(?:^|[\\/])(?:node_modules|generated|dist)$/.test(name),
  })
  return paths
    .sort()
    .map((path) => ({ path: path.replaceAll('\\', '/'), imports: importsOf(readFileSync(join(root, path), 'utf8')) }))
}

export function importsOf(source: string): string[] {
  return [...source.matchAll(statement)].map((match) => match[2]!)
}
