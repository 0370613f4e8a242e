import { describe, expect, test } from 'vitest'
import { projectRoot } from '../environment.ts'
import { findViolations } from './dependency-rules.ts'
import { importsOf, readSourceFiles } from './source-files.ts'

describe('each rule bites', () => {
  test.each([
    ['a subgraph imports another by package', 'subgraphs/cases/src/add-note.ts', '@cma/compliance'],
    ['a subgraph imports another by path', 'subgraphs/cases/src/add-note.ts', '../../compliance/src/loaders.ts'],
    ['even in a test', 'subgraphs/cases/src/add-note.test.ts', '@cma/compliance'],
    ['a subgraph imports the router', 'subgraphs/cases/src/add-note.ts', '@cma/router'],
    ['a subgraph uses test tools in its code', 'subgraphs/cases/src/add-note.ts', '@cma/testing'],
    ['the runtime imports a subgraph', 'platform/runtime/src/serve.ts', '@cma/cases'],
    ['the runtime imports the local platform', 'platform/runtime/src/serve.ts', '../../local/src/keys.ts'],
    ['migrations import the runtime', 'prisma/migrate.ts', '@cma/runtime'],
    ['the router imports a subgraph', 'router/src/main.ts', '../../subgraphs/identity/src/roles.ts'],
    ['the web app imports a subgraph', 'web/src/app.tsx', '@cma/cases'],
    ['the web app imports the runtime', 'web/src/app.tsx', '@cma/runtime'],
    ['the local platform imports test tools', 'platform/local/src/start.ts', '@cma/testing'],
    ['test tools import the web app', 'platform/testing/src/client.ts', '@cma/web'],
    ['something imports main', 'subgraphs/cases/src/subgraph.ts', './main.ts'],
    ['a command imports a resolver', 'subgraphs/cases/src/add-note.ts', './resolvers.ts'],
    ['a policy loads', 'subgraphs/cases/src/policies.ts', './loaders.ts'],
    ['a loader asks a policy', 'subgraphs/cases/src/loaders.ts', './policies.ts'],
  ])('%s', (_, path, specifier) => {
    expect(findViolations([{ path, imports: [specifier] }])).toEqual([
      { path, import: specifier, message: expect.stringMatching(/\w{3,}.*\./) },
    ])
  })

  test.each(['platform/runtime/src/utils/text.ts', 'web/src/helpers.ts', 'router/src/common/index.ts'])(
    'a vague name: %s',
    (path) => {
      expect(findViolations([{ path, imports: [] }])).toHaveLength(1)
    },
  )
})

test('what is right passes', () => {
  const files = [
    { path: 'subgraphs/cases/src/main.ts', imports: ['@cma/runtime', './subgraph.ts'] },
    { path: 'subgraphs/cases/src/subgraph.ts', imports: ['./resolvers.ts'] },
    { path: 'subgraphs/cases/src/resolvers.ts', imports: ['./add-note.ts', './loaders.ts'] },
    { path: 'subgraphs/cases/src/add-note.ts', imports: ['./policies.ts', '@cma/runtime', 'zod'] },
    { path: 'subgraphs/cases/src/add-note.test.ts', imports: ['@cma/testing', './subgraph.ts'] },
    { path: 'platform/local/src/start.ts', imports: ['@cma/cases', '@cma/prisma', 'node:fs'] },
  ]
  expect(findViolations(files)).toEqual([])
})

test('imports are found in all their forms', () => {
  const source = `import a from 'a'\nimport type { B } from "b"\nexport * from './c.ts'\nimport './d.ts'\nconst e = await import('./e.ts')\nimport {\n  f,\n} from '@cma/f'`
  expect(importsOf(source)).toEqual(['a', 'b', './c.ts', './d.ts', './e.ts', '@cma/f'])
})

test('the rules hold in this repository, and it was really read', () => {
  const files = readSourceFiles(projectRoot)
  expect(findViolations(files)).toEqual([])
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(200)
  expect(files.filter(({ path }) => path.includes('node_modules'))).toEqual([])
})
