/** Prints a progress line with the seconds since the start of the process. */
export function progress(): (line: string) => void {
  return (line) => console.log(`[${process.uptime().toFixed(1).padStart(5)} s] ${line}`)
}

/** Ends the process with a message that says what to do next; a stack trace would only hide it. */
export function giveUp(error: unknown): never {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`)
  if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) {
    console.error(
      'That belongs to another user, who ran this before. Start as that user, or with another folder: CMA_DATA_DIR=.data-2 npm start',
    )
  }
  process.exit(1)
}

/** Stops everything on Ctrl-C, SIGTERM, a closed terminal, or when the boot that started this process is gone. */
export function stopOnSignals(stack: AsyncDisposableStack, announce: () => void): void {
  const stop = (code: number) => {
    if (stack.disposed) return
    console.log('\nStopping')
    announce()
    stack.disposeAsync().then(
      () => process.exit(code),
      (error: unknown) => giveUp(error),
    )
  }
  process.on('SIGINT', () => stop(130))
  process.on('SIGTERM', () => stop(0))
  process.on('SIGHUP', () => stop(0))
  process.on('disconnect', () => stop(0))
}
