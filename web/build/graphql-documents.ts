import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const call = /\bgraphql\(`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`\)/g
const prefix = 'graphql-document:'

/**
 * Replaces each `graphql(`…`)` by the document that codegen made of it, so that the browser gets neither the text of the operations
 * nor a table of all of them. Each document is a module of its own: it travels with the page that uses it, not with the first one.
 */
export function graphqlDocuments(generated: string): Plugin {
  return {
    name: 'graphql-documents',
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/, code: 'graphql(`' },
      handler(code) {
        const names = new Set<string>()
        const replaced = code.replace(call, (_whole, kind: string, name: string) => {
          const document = documentName(kind, name)
          names.add(document)
          return document
        })
        if (names.size === 0) return null
        const imports = [...names].map((name) => `import { ${name} } from ${JSON.stringify(prefix + name)};`)
        return { code: imports.join('') + replaced, map: null }
      },
    },
    resolveId: {
      filter: { id: /^graphql-document:/ },
      handler: (id) => `\0${id}`,
    },
    load: {
      filter: { id: /^\0graphql-document:/ },
      handler(id) {
        this.addWatchFile(generated)
        return documentModule(readFileSync(generated, 'utf8'), id.slice(prefix.length + 1))
      },
    },
  }
}

/** One document of codegen's file, without its types: `export const CasesPageDocument = {…} as unknown as …`, on one line. */
export function documentModule(generated: string, name: string): string {
  const line = generated.split('\n').find((candidate) => candidate.startsWith(`export const ${name} = {`))
  const end = line?.lastIndexOf(' as unknown as ')
  if (line === undefined || end === undefined || end < 0)
    throw new Error(`${name} is not among the generated documents: run "pnpm --filter @cma/web generate"`)
  return line.slice(0, end)
}

/** How codegen names what it makes: `CaseRow_case` becomes `CaseRow_CaseFragmentDoc`, `CasesPage` becomes `CasesPageDocument`. */
function documentName(kind: string, name: string): string {
  const pascal = name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('_')
  return kind === 'fragment' ? `${pascal}FragmentDoc` : `${pascal}Document`
}
