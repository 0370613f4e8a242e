import { expect, test } from 'vitest'
import { reactionTo } from './dev-reactions.ts'

const nothing = { generate: [], compose: false, migrates: false, restart: [] }

test.each([
  ['code of a subgraph', 'subgraphs/cases/src/add-note.ts', { restart: ['cases'] }],
  [
    'a contract',
    'subgraphs/cases/schema.graphql',
    { generate: ['cases'], compose: true, restart: ['cases', 'router'] },
  ],
  ['a slice', 'prisma/identity/schema.prisma', { generate: ['identity'], restart: ['identity'] }],
  ['a migration', 'prisma/audit/migrations/1_x/migration.sql', { migrates: true, restart: ['audit'] }],
  ['the runtime', 'platform/runtime/src/serve.ts', { restart: ['identity', 'cases', 'compliance', 'audit', 'router'] }],
  ['the router', 'router/src/main.ts', { restart: ['router'] }],
  ['a test', 'subgraphs/cases/src/add-note.test.ts', {}],
  ['generated code', 'subgraphs/cases/src/generated/graphql.ts', {}],
  ['an editor’s scratch file', 'subgraphs/cases/src/.add-note.ts.swp', {}],
])('%s', (_, path, reaction) => {
  expect(reactionTo([path])).toEqual({ ...nothing, ...reaction })
})
