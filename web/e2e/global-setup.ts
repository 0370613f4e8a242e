import { startSystem } from '@cma/testing/system'
import type { TestProject } from 'vitest/node'
import { runningSystem } from './environment.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    casework: { url: string; dataDir: string }
  }
}

/** One whole system, with its demo, for all browser tests: each test makes the cases that it changes. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (runningSystem) {
    project.provide('casework', runningSystem)
    return undefined
  }
  const system = await startSystem()
  project.provide('casework', { url: system.url, dataDir: system.dataDir })
  return async () => system[Symbol.asyncDispose]()
}
