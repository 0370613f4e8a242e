/** Checks a router's answers to one operation: all of them, and cheaply. */
import { isDeepStrictEqual } from 'node:util'

/** Throws unless this is the right answer to the operation with its `nth` variables. */
export type Check = (nth: number, status: number, body: Buffer) => void

/**
 * The first answer to each variables is read and compared with the expected data; later ones need only have the same
 * bytes. Keep the check for all loads of one router with one operation.
 */
export function createCheck(name: string, expected: (nth: number) => unknown): Check {
  const right: (Buffer | undefined)[] = []
  return (nth, status, body) => {
    if (status === 200 && right[nth]?.equals(body)) return
    const { data, errors } = JSON.parse(body.toString()) as { data?: unknown; errors?: unknown }
    if (status !== 200 || errors || !isDeepStrictEqual(data, expected(nth))) {
      throw new WrongAnswer(
        `${name}: wrong answer (HTTP ${status})\n  it said: ${body.toString().slice(0, 500)}\n  right is: ${JSON.stringify({ data: expected(nth) }).slice(0, 500)}`,
      )
    }
    right[nth] = Buffer.from(body)
  }
}

/** A router that is fast and wrong has no figure. */
export class WrongAnswer extends Error {
  override name = 'WrongAnswer'
}
