import { AsyncLocalStorage } from 'node:async_hooks'

// Only a count travels here. What decides which rows are visible never does: see lane.ts.
const counting = new AsyncLocalStorage<{ statements: number }>()

/** @returns the result and how many SQL statements the work sent, transaction frames left out */
export async function countingStatements<T>(work: () => Promise<T>): Promise<{ result: T; statements: number }> {
  const count = { statements: 0 }
  const result = await counting.run(count, work)
  return { result, statements: count.statements }
}

export function countStatement(): void {
  const count = counting.getStore()
  if (count) count.statements += 1
}
