import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { withAddresses } from './system.ts'

it('puts the addresses of the run into the supergraph, and nothing else', async () => {
  const sdl = await readFile(new URL('../../../supergraph.graphql', import.meta.url), 'utf8')
  const changed = withAddresses(sdl, { cases: 'http://127.0.0.1:7/graphql' })
  const before = sdl.split('\n')
  const differing = changed.split('\n').filter((line, index) => line !== before[index])
  expect(differing).toHaveLength(1)
  expect(differing[0]).toContain('name: "cases", url: "http://127.0.0.1:7/graphql"')
})

it('refuses a subgraph that is not there', () => {
  expect(() => withAddresses('nothing', { cases: 'http://127.0.0.1:7' })).toThrow('no subgraph cases')
})
