import { afterAll } from 'vitest'

/**
 * Everything that a test file started, ended in reverse order after its last test, also when one failed:
 *
 *     const stack = fileStack()
 *     const database = stack.use(await aDatabase())
 */
export function fileStack(): AsyncDisposableStack {
  const stack = new AsyncDisposableStack()
  afterAll(() => stack.disposeAsync())
  return stack
}
