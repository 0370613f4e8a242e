import type { Plugin } from 'vite'

const call = /\bgraphql\(`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`\)/g

/**
 * Replaces each `graphql(`…`)` by the document that codegen made of it, so that the browser gets
 * neither the text of the operations nor a table of all of them.
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
        return { code: `import { ${[...names].join(', ')} } from ${JSON.stringify(generated)};${replaced}`, map: null }
      },
    },
  }
}

/** How codegen names what it makes: `CaseRow_case` becomes `CaseRow_CaseFragmentDoc`, `CasesPage` becomes `CasesPageDocument`. */
function documentName(kind: string, name: string): string {
  const pascal = name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('_')
  return kind === 'fragment' ? `${pascal}FragmentDoc` : `${pascal}Document`
}
