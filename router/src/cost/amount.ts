import type { JsonObject } from '../execute/data.ts'

/** A cost that is known, or one that the variables decide. What is known is folded while an operation is compiled. */
export type Amount = number | ((variables: JsonObject) => number)

export function amountFor(amount: Amount, variables: JsonObject): number {
  return typeof amount === 'number' ? amount : amount(variables)
}

export function sum(amounts: readonly Amount[]): Amount {
  let known = 0
  const open: Exclude<Amount, number>[] = []
  for (const amount of amounts) {
    if (typeof amount === 'number') known += amount
    else open.push(amount)
  }
  if (open.length === 0) return known
  return (variables) => open.reduce((total, amount) => total + amount(variables), known)
}

export function product(left: Amount, right: Amount): Amount {
  if (typeof left === 'number' && typeof right === 'number') return left * right
  if (left === 0 || right === 0) return 0
  return (variables) => amountFor(left, variables) * amountFor(right, variables)
}

export function largest(amounts: readonly Amount[]): Amount {
  let known = 0
  const open: Exclude<Amount, number>[] = []
  for (const amount of amounts) {
    if (typeof amount === 'number') known = Math.max(known, amount)
    else open.push(amount)
  }
  if (open.length === 0) return known
  return (variables) => open.reduce((most, amount) => Math.max(most, amount(variables)), known)
}
