import { expect, it } from 'vitest'
import { parseCoreList } from './cores.ts'

it.each([
  [' 0,1\n', [0, 1]],
  ['2-4', [2, 3, 4]],
  ['0-1,6', [0, 1, 6]],
  ['7', [7]],
  ['', []],
])('reads the list of cores %j', (list, cores) => {
  // An empty list has no core, rather than core 0.
  expect(parseCoreList(list)).toEqual(cores)
})
