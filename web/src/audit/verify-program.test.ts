import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import program from './verify-program.ts'

test('the guide in the app and the one of the repository give the same program', async () => {
  const guide = await readFile(new URL('../../../docs/verify-an-export.md', import.meta.url), 'utf8')
  expect(/```js\n([\s\S]+?)```/.exec(guide)?.[1]).toBe(program)
})
