import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

// vitest would load graphql twice, once as ESM and once as CommonJS, and graphql refuses a schema of its twin.
const oneGraphql = { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }

const servers = {
  globalSetup: ['platform/testing/src/global-setup.ts'],
  // For what hangs. A machine with much else to do may need ten times as long as one that is idle.
  testTimeout: 120_000,
  hookTimeout: 180_000,
}

export default defineConfig({
  resolve: { alias: [oneGraphql] },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...servers,
          name: 'services',
          include: [
            'platform/{local,runtime,testing}/src/**/*.test.ts',
            'platform/testing/bench-alerts/**/*.test.ts',
            'platform/testing/faults/**/*.test.ts',
            'prisma/**/*.test.ts',
            'subgraphs/**/*.test.ts',
            'router/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', 'platform/testing/system/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          sequence: { groupOrder: 1 },
          include: ['platform/testing/system/**/*.test.ts'],
          // Each file starts the whole system, which fills this machine: one at a time, and patience.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      { extends: true, test: { name: 'web', root: 'web', include: ['src/**/*.test.{ts,tsx}', 'check/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          root: 'web',
          include: ['e2e/**/*.test.ts'],
          // One system for all files, as it takes a minute to start.
          globalSetup: ['e2e/global-setup.ts'],
          sequence: { groupOrder: 2 },
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
