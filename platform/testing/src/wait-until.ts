import { setTimeout as wait } from 'node:timers/promises'

/**
 * Resolves with the condition's first answer that is neither false nor null nor undefined, and fails after the deadline
 * (default 20,000 ms: a machine under load is slow, not wrong) with what was waited for and the last error of the condition. For effects that
 * announce themselves by no event; where there is an event, await it.
 */
export async function waitUntil<Answer>(
  what: string,
  condition: () => Answer | Promise<Answer>,
  { deadlineMs = 20_000 } = {},
): Promise<Exclude<Answer, false | null | undefined>> {
  const deadline = performance.now() + deadlineMs
  let lastError: unknown
  for (;;) {
    try {
      const answer = await condition()
      if (answer !== false && answer !== null && answer !== undefined)
        return answer as Exclude<Answer, false | null | undefined>
    } catch (error) {
      lastError = error
    }
    if (performance.now() > deadline) throw new Error(`Waited ${deadlineMs} ms in vain: ${what}`, { cause: lastError })
    await wait(15)
  }
}
