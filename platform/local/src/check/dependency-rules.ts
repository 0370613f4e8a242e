import { dirname, join } from 'node:path/posix'

/** A source file, by its path from the root, and what it imports, as written. */
export type SourceFile = { path: string; imports: string[] }
export type Violation = { path: string; import: string; message: string }

/** What each area of the repository may import besides itself and npm. Its tests may also use platform/testing. */
const allowed: Record<string, string[]> = {
  'platform/runtime': [],
  prisma: [],
  subgraph: ['platform/runtime'],
  router: ['platform/runtime'],
  web: [],
  'platform/local': ['platform/runtime', 'prisma', 'subgraph', 'router'],
  'platform/testing': ['platform/runtime', 'platform/local', 'prisma', 'subgraph', 'router'],
}

const teaching: Record<string, string> = {
  'platform/runtime':
    'The runtime knows nothing about debt, nor about who uses it: hand what it needs in through serve() or a parameter.',
  prisma: 'Migrations run before any service exists. Keep what they need in prisma/.',
  subgraph: 'Subgraphs meet only in the graph. Hold a reference { id }, or ask through ctx.askGraph.',
  router: 'The router knows the subgraphs only through supergraph.graphql.',
  web: 'The web app knows the graph only through the types generated from supergraph.graphql.',
  'platform/local': "What a developer's machine needs must not need the tests.",
  'platform/testing': 'Tests talk to the web app through a browser.',
}

/** Inside a subgraph: main -> subgraph -> resolvers -> commands -> policies, loaders -> generated client. */
const layers: { from: RegExp; to: RegExp; message: string }[] = [
  { from: /./, to: /\/src\/main\.ts$/, message: 'main.ts is where a process starts; nothing imports it.' },
  {
    from: /\/src\/(?!main\.ts|subgraph\.ts|resolvers)/,
    to: /\/src\/(?:resolvers\b|subgraph\.ts$)/,
    message: 'Resolvers join, and are the outermost layer. Move what you need into a command, a loader or a policy.',
  },
  {
    from: /\/src\/policies\b/,
    to: /\/src\/(?:loaders\b|resolvers\b|subgraph\.ts$)/,
    message: 'A policy decides on what it is given. Load the row in the command and pass it in.',
  },
  {
    from: /\/src\/loaders\b/,
    to: /\/src\/policies\b/,
    message: 'Loaders fetch; row-level security limits them. Ask the policy in the command or resolver.',
  },
]

const vagueFolders = /\/(?:utils?|common|shared|helpers?|misc)(?:\/|\.tsx?$)/i

/** Everything in these files that goes against the direction of dependency. */
export function findViolations(files: SourceFile[]): Violation[] {
  return files.flatMap((file) => [
    ...namesOf(file),
    ...file.imports.flatMap((specifier) => judge(file.path, specifier)),
  ])
}

function namesOf({ path }: SourceFile): Violation[] {
  if (!vagueFolders.test(`/${path}`)) return []
  return [
    {
      path,
      import: '',
      message:
        'A name that says nothing collects everything. Name the file after what it does, in the domain it belongs to.',
    },
  ]
}

function judge(path: string, specifier: string): Violation[] {
  const target = resolveImport(path, specifier)
  if (target === undefined) return []
  const from = areaOf(path)
  const to = areaOf(target)
  if (from === undefined || to === undefined) return []
  if (from.name === to.name) return isTest(path) ? [] : judgeLayers(path, target, specifier)
  const permitted = [
    ...(allowed[from.kind] ?? []),
    ...(isTest(path) ? ['platform/testing'] : []),
    ...(isBrowserTest(path) ? ['platform/local'] : []),
  ]
  if (permitted.includes(to.kind) && !(from.kind === 'subgraph' && to.kind === 'subgraph')) return []
  return [{ path, import: specifier, message: teaching[from.kind]! }]
}

function judgeLayers(path: string, target: string, specifier: string): Violation[] {
  if (areaOf(path)?.kind !== 'subgraph') return []
  const broken = layers.find(({ from, to }) => from.test(path) && to.test(target))
  return broken ? [{ path, import: specifier, message: broken.message }] : []
}

function resolveImport(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(path), specifier)
  const [, name, rest = 'src/index.ts'] = /^@cma\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? []
  if (name === undefined) return undefined // npm
  if (['runtime', 'local', 'testing'].includes(name)) return `platform/${name}/${rest}`
  return ['prisma', 'router', 'web'].includes(name) ? `${name}/${rest}` : `subgraphs/${name}/${rest}`
}

function areaOf(path: string): { name: string; kind: string } | undefined {
  const [first, second] = path.split('/')
  if (first === 'subgraphs') return { name: `${first}/${second}`, kind: 'subgraph' }
  const name = first === 'platform' ? `${first}/${second}` : String(first)
  return name in allowed ? { name, kind: name } : undefined
}

const isTest = (path: string) =>
  /\.test\.tsx?$|\/(?:test|testing|probe|e2e|bench)\//.test(path) || path.startsWith('platform/testing/')
const isBrowserTest = (path: string) => path.startsWith('web/e2e/')
