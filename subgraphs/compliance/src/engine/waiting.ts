/** Waiting for a nudge, with none lost between two waits. */
export function createWaiting(): { wake(): void; forNudge(milliseconds: number): Promise<void> } {
  let nudged = false
  let waiter: (() => void) | undefined
  return {
    wake() {
      nudged = true
      waiter?.()
    },
    async forNudge(milliseconds) {
      if (!nudged) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds)
          waiter = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      waiter = undefined
      nudged = false
    },
  }
}
